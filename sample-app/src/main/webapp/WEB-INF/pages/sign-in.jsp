<%@ page contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" session="false" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Sign in · Minutes</title>
  <link rel="icon" href="icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="minutes.css">
</head>
<body class="sign-in">
  <main>
    <h1><img src="icon.svg" alt="" width="40" height="40"> Minutes</h1>
    <p>Write the minutes while the meeting is going on, all of you at once.</p>
    <form method="post" action="sign-in">
      <label for="name">Your name</label>
      <input id="name" name="name" value="<c:out value="${name}"/>" required maxlength="40"
             autocomplete="name" autofocus
             <c:if test="${not empty problem}">aria-invalid="true" aria-describedby="problem"</c:if>>
      <c:if test="${not empty problem}">
        <p id="problem" class="problem" role="alert"><c:out value="${problem}"/></p>
      </c:if>
      <button class="primary">Sign in</button>
    </form>
    <p class="demo"><strong>This is a demo.</strong> There are no passwords: anybody may sign in with any name.</p>
  </main>
</body>
</html>
