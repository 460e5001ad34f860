<%@ page contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" session="false" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="m" tagdir="/WEB-INF/tags" %>
<m:page title="Account · Minutes" script="account.js">
  <header class="bar">
    <a class="back" href="${root}/" aria-label="All minutes">←</a>
    <h1 class="brand">Account</h1>
    <m:account/>
  </header>
  <main class="list">
    <section class="panel">
      <h2><c:out value="${me.shownName}"/></h2>
      <p>You sign in as <strong><c:out value="${me.name}"/></strong>; others share with you by that name.</p>
      <c:if test="${isOperator}"><p>You run this application: <a href="${root}/operations">see how the servers are doing</a>.</p></c:if>
    </section>
    <section class="panel">
      <h2>Where you are signed in</h2>
      <ul class="rows">
        <c:forEach items="${sessions}" var="session">
          <li>
            <strong><c:out value="${session.browser}"/></strong>
            <c:if test="${session.id == here.id}"><span class="badge">this one</span></c:if>
            <small>seen <time datetime="${session.seenAt}"><c:out value="${session.seenAt}"/></time></small>
          </li>
        </c:forEach>
      </ul>
      <form method="post" action="${root}/sign-out" data-forget="<c:out value="${me.name}"/>">
        <p class="soft">Something here is not you? Sign all of them out, this one too. Whatever they have open stops at once.</p>
        <button name="where" value="everywhere" class="danger">Log out everywhere</button>
      </form>
    </section>
  </main>
</m:page>
