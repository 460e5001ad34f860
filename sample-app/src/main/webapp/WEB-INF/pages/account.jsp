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
      <h2>Your organisations</h2>
      <p class="soft">Minutes of an organisation are seen by its people only.</p>
      <c:if test="${not empty param.problem}">
        <p class="problem" role="alert">${param.problem == 'nobody' ? 'Nobody signs in by that name.'
          : param.problem == 'last' ? 'You are the last of its people.' : 'A name has 1 to 60 characters.'}</p>
      </c:if>
      <c:forEach items="${organisations}" var="organisation">
        <div class="organisation">
          <h3><c:out value="${organisation.name}"/></h3>
          <p><c:forEach items="${organisation.people}" var="name" varStatus="place"><c:out value="${people[name].shownName}"/>${place.last ? '' : ', '}</c:forEach></p>
          <form method="post" action="${root}/organisations/<c:out value="${organisation.id}"/>">
            <div class="field">
              <input name="person" maxlength="40" placeholder="What they sign in with" autocomplete="off" autocapitalize="none"
                     spellcheck="false" aria-label="Somebody for <c:out value="${organisation.name}"/>">
              <button name="what" value="add">Take in</button>
              <button name="what" value="leave" class="danger">Leave</button>
            </div>
          </form>
        </div>
      </c:forEach>
      <form method="post" action="${root}/organisations/">
        <label for="organisation-name">Found another</label>
        <div class="field">
          <input id="organisation-name" name="name" maxlength="60" required autocomplete="off" placeholder="Its name">
          <button name="what" value="found">Found</button>
        </div>
      </form>
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
