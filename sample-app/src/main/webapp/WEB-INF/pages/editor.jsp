<%@ page contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" session="false" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="m" tagdir="/WEB-INF/tags" %>
<m:page title="${minutes.title} · Minutes" kind="editing" access="${access}" script="editor.js">
  <jsp:attribute name="head">
    <link rel="stylesheet" href="${root}/quill/quill.snow.css">
    <link rel="stylesheet" href="${root}/quill/quill-cursors.min.css">
    <script src="${root}/quill/quill.js" defer></script>
  </jsp:attribute>
  <jsp:body>
  <header class="bar">
    <a class="back" href="${root}/" aria-label="All minutes">←</a>
    <form id="rename" method="post" action="${root}/minutes/<c:out value="${minutes.id}"/>">
      <input id="title" name="title" maxlength="120" value="<c:out value="${minutes.title}"/>" aria-label="Title" autocomplete="off"
             ${role.mayWrite() ? '' : 'readonly'}>
    </form>
    <span id="role" class="badge"><c:out value="${role.word()}"/></span>
    <p id="sync" class="sync" data-status="connecting"><span>Connecting…</span></p>
    <ul id="people" class="people" aria-label="Who is here"></ul>
    <button id="history" class="icon" aria-label="History" title="History" hidden>
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 12a8 8 0 1 1 2.6 5.9M4 12l-2-2.5M4 12l2.6-2M12 7.5V12l3.2 2"/></svg>
    </button>
    <button id="show-comments" class="icon" aria-label="Comments" title="Comments" aria-expanded="false" aria-controls="comments">
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 4h16v12H9l-5 4z"/></svg><span class="count"></span>
    </button>
    <details id="export" class="more">
      <summary aria-label="Export" title="Export"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 4v11M7.5 10.5 12 15l4.5-4.5M4 19.5h16"/></svg></summary>
      <ul>
        <li><a href="${root}/export/<c:out value="${minutes.id}"/>?format=html" download>Web page</a></li>
        <li><a href="${root}/export/<c:out value="${minutes.id}"/>?format=markdown" download>Markdown</a></li>
        <li><a href="${root}/export/<c:out value="${minutes.id}"/>?format=plain" download>Plain text</a></li>
      </ul>
    </details>
    <button id="share">Share</button>
  </header>
  <p id="notice" class="notice" role="status" hidden></p>
  <div class="desk">
    <main class="paper">
      <div class="tabs" role="tablist" aria-label="Parts of the meeting">
        <button role="tab" id="minutes-tab" aria-controls="minutes" aria-selected="true">Minutes</button>
        <button role="tab" id="agenda-tab" aria-controls="agenda" aria-selected="false" tabindex="-1">Agenda</button>
        <button role="tab" id="code-tab" aria-controls="code" aria-selected="false" tabindex="-1">Code</button>
      </div>
      <section id="minutes" role="tabpanel" aria-labelledby="minutes-tab">
        <div id="editor" data-id="<c:out value="${minutes.id}"/>" data-name="<c:out value="${me.shownName}"/>"
             data-user="<c:out value="${me.name}"/>"></div>
        <button id="comment-here" hidden aria-label="Comment on what is selected"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 4h16v12H9l-5 4z"/></svg></button>
        <p class="hint" id="hint">Press Escape to leave the text by keyboard, and Ctrl+Alt+M to comment on what is selected.</p>
      </section>
      <section id="agenda" role="tabpanel" aria-labelledby="agenda-tab" hidden>
        <m:agenda/>
      </section>
      <section id="code" role="tabpanel" aria-labelledby="code-tab" hidden>
        <div id="code-editor" data-nonce="<c:out value="${nonce}"/>"></div>
        <p class="hint" id="code-hint">Press Escape to leave the code by keyboard.</p>
      </section>
    </main>
    <aside id="comments" class="margin" aria-label="Comments" hidden>
      <button class="close" aria-label="Hide the comments">✕</button>
      <collab-comments></collab-comments>
    </aside>
  </div>
  <m:sharing id="${minutes.id}"/>
  <collab-history></collab-history>
  <m:confirm/>
  </jsp:body>
</m:page>
