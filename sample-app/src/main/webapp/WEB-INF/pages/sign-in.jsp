<%@ page contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" session="false" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="m" tagdir="/WEB-INF/tags" %>
<m:page title="Sign in · Minutes" kind="sign-in" script="sign-in.js">
  <main>
    <h1><img src="icon.svg" alt="" width="40" height="40"> Minutes</h1>
    <p>Write the minutes while the meeting is going on, all of you at once.</p>
    <form method="post" action="sign-in" id="form">
      <input type="hidden" name="to" value="<c:out value="${to}"/>">
      <label for="name">Name</label>
      <input id="name" name="name" value="<c:out value="${param.name}"/>" required maxlength="40"
             autocomplete="username" autocapitalize="none" spellcheck="false" ${empty param.name ? 'autofocus' : ''}>
      <label for="password">Password</label>
      <input id="password" name="password" type="password" required maxlength="200" autocomplete="current-password"
             ${empty param.name ? '' : 'autofocus'}
             <c:if test="${not empty problem}">aria-invalid="true" aria-describedby="problem"</c:if>>
      <c:if test="${not empty problem}">
        <p id="problem" class="problem" role="alert"><c:out value="${problem}"/></p>
      </c:if>
      <button class="primary">Sign in</button>
    </form>
    <p>New here? <a href="register?to=<c:out value="${to}"/>">Register</a></p>
    <c:if test="${not empty demo.people()}">
      <div class="demo" id="demo">
        <p><strong>This is a demo.</strong> Be one of these people, in each browser another. Their password is
          “<span id="everybodys"><c:out value="${demo.password()}"/></span>”.</p>
        <p class="field">
          <c:forEach items="${demo.people()}" var="person">
            <button type="button" value="<c:out value="${person.name}"/>"><c:out value="${person.name}"/></button>
          </c:forEach>
        </p>
      </div>
    </c:if>
  </main>
</m:page>
