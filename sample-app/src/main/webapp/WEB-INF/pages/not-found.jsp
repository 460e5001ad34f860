<%@ page contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" session="false" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<c:set var="root" value="${pageContext.request.contextPath}"/>
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Not here · Minutes</title>
  <link rel="icon" href="${root}/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="${root}/minutes.css">
</head>
<body class="sign-in">
  <main>
    <h1><img src="${root}/icon.svg" alt="" width="40" height="40"> Not here</h1>
    <p>There is nothing at this address, or somebody has deleted it.</p>
    <p><a href="${root}/">All minutes</a></p>
  </main>
</body>
</html>
