<%@ page contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" session="false" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<c:set var="root" value="${pageContext.request.contextPath}"/>
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Minutes</title>
  <link rel="icon" href="${root}/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="${root}/minutes.css">
  <script type="module" src="${root}/list.js"></script>
</head>
<body>
  <header class="bar">
    <h1 class="brand"><img src="${root}/icon.svg" alt="" width="28" height="28"> Minutes</h1>
    <form method="post" action="${root}/sign-out" class="account">
      <span><c:out value="${pageContext.request.remoteUser}"/></span>
      <button>Sign out</button>
    </form>
  </header>
  <main class="list">
    <form method="post" action="${root}/" class="new">
      <label for="title">What are you meeting about?</label>
      <div class="field">
        <input id="title" name="title" maxlength="120" placeholder="Untitled" autocomplete="off">
        <button class="primary">New minutes</button>
      </div>
    </form>
    <h2>All minutes</h2>
    <c:choose>
      <c:when test="${empty all}">
        <p class="empty">There are none yet. Start some, then open them in a second browser under another name.</p>
      </c:when>
      <c:otherwise>
        <ul class="cards">
          <c:forEach items="${all}" var="minutes">
            <li class="card">
              <a class="open" href="${root}/minutes/<c:out value="${minutes.id()}"/>">
                <strong><c:out value="${minutes.title()}"/></strong>
                <span class="excerpt"><c:out value="${empty minutes.excerpt() ? 'Nothing written yet' : minutes.excerpt()}"/></span>
                <small><c:out value="${minutes.editedBy()}"/>, <time datetime="${minutes.editedAt()}"><c:out value="${minutes.editedAt()}"/></time></small>
              </a>
              <details class="more">
                <summary aria-label="More for <c:out value="${minutes.title()}"/>">⋯</summary>
                <form method="post" action="${root}/minutes/<c:out value="${minutes.id()}"/>">
                  <label>Title
                    <input name="title" maxlength="120" value="<c:out value="${minutes.title()}"/>" autocomplete="off">
                  </label>
                  <div class="field">
                    <button name="action" value="rename">Rename</button>
                    <button name="action" value="delete" class="danger">Delete</button>
                  </div>
                </form>
              </details>
            </li>
          </c:forEach>
        </ul>
      </c:otherwise>
    </c:choose>
  </main>
</body>
</html>
