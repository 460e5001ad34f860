<%@ page contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" session="false" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="m" tagdir="/WEB-INF/tags" %>
<m:page title="Register · Minutes" kind="sign-in">
  <main>
    <h1><img src="icon.svg" alt="" width="40" height="40"> Minutes</h1>
    <form method="post" action="register">
      <input type="hidden" name="to" value="<c:out value="${to}"/>">
      <label for="shown-name">Your name</label>
      <input id="shown-name" name="shown-name" value="<c:out value="${param['shown-name']}"/>" required maxlength="40"
             autocomplete="name" autofocus <c:if test="${not empty problem}">aria-describedby="problem"</c:if>>
      <label for="name">Sign in as</label>
      <input id="name" name="name" value="<c:out value="${param.name}"/>" required maxlength="40"
             autocomplete="username" autocapitalize="none" spellcheck="false" aria-describedby="name-hint">
      <small id="name-hint">Letters from a to z, digits, dots and dashes. Others share with you by it.</small>
      <label for="password">Password</label>
      <input id="password" name="password" type="password" required minlength="8" maxlength="200" autocomplete="new-password">
      <c:if test="${not empty problem}">
        <p id="problem" class="problem" role="alert"><c:out value="${problem}"/></p>
      </c:if>
      <button class="primary">Register</button>
    </form>
    <p>Here before? <a href="sign-in?to=<c:out value="${to}"/>">Sign in</a></p>
  </main>
</m:page>
