<%@ page contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" session="false" %>
<%@ taglib prefix="m" tagdir="/WEB-INF/tags" %>
<m:page title="Not here · Minutes" kind="sign-in">
  <main>
    <h1><img src="${root}/icon.svg" alt="" width="40" height="40"> Not here</h1>
    <p>There is nothing at this address, or somebody has deleted it, or it is not shared with you.</p>
    <p><a href="${root}/">All minutes</a></p>
  </main>
</m:page>
