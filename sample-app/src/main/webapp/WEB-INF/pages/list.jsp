<%@ page contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" session="false" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="m" tagdir="/WEB-INF/tags" %>
<m:page title="Minutes" script="list.js">
  <header class="bar">
    <h1 class="brand"><img src="${root}/icon.svg" alt="" width="28" height="28"> Minutes</h1>
    <m:account/>
  </header>
  <main class="list">
    <form method="post" action="${root}/" class="new">
      <label for="title">What are you meeting about?</label>
      <div class="field">
        <input id="title" name="title" maxlength="120" placeholder="Untitled" autocomplete="off">
        <c:if test="${not empty organisations}">
          <select name="organisation" aria-label="Whose minutes">
            <c:forEach items="${organisations}" var="organisation">
              <option value="<c:out value="${organisation.id}"/>"><c:out value="${organisation.name}"/></option>
            </c:forEach>
            <option value="">Personal</option>
          </select>
        </c:if>
        <button class="primary">New minutes</button>
      </div>
    </form>
    <c:choose>
      <c:when test="${empty groups}">
        <p class="empty">There are none yet. Start some, then open them in a second browser as somebody else.</p>
      </c:when>
      <c:otherwise>
        <c:forEach items="${groups}" var="group">
        <h2><c:out value="${not empty group.key ? group.key : empty organisations ? 'All minutes' : 'Personal'}"/></h2>
        <ul class="cards">
          <c:forEach items="${group.value}" var="minutes">
            <li class="card">
              <a class="open" href="${root}/minutes/<c:out value="${minutes.id()}"/>">
                <strong><c:out value="${minutes.title()}"/></strong>
                <span class="excerpt"><c:out value="${empty minutes.excerpt() ? 'Nothing written yet' : minutes.excerpt()}"/></span>
                <small>
                  <c:set var="editor" value="${people[minutes.editedBy()]}"/>
                  <c:out value="${empty editor ? minutes.editedBy() : editor.shownName}"/>, <time datetime="${minutes.editedAt()}"><c:out value="${minutes.editedAt()}"/></time>
                  <span class="badge"><c:out value="${minutes.role().word()}"/></span>
                </small>
              </a>
              <c:if test="${minutes.role().mayWrite()}">
              <details class="more">
                <summary aria-label="More for <c:out value="${minutes.title()}"/>">⋯</summary>
                <form method="post" action="${root}/minutes/<c:out value="${minutes.id()}"/>">
                  <label>Title
                    <input name="title" maxlength="120" value="<c:out value="${minutes.title()}"/>" autocomplete="off">
                  </label>
                  <div class="field">
                    <button>Rename</button>
                    <c:if test="${minutes.role() == 'OWNER'}">
                      <button type="button" class="danger" value="<c:out value="${minutes.id()}"/>">Delete</button>
                    </c:if>
                  </div>
                </form>
              </details>
              </c:if>
            </li>
          </c:forEach>
        </ul>
        </c:forEach>
      </c:otherwise>
    </c:choose>
  </main>
  <m:confirm/>
</m:page>
