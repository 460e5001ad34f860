<%@ page contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" session="false" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="m" tagdir="/WEB-INF/tags" %>
<m:page title="Operations · Minutes" script="operations.js">
  <header class="bar">
    <a class="back" href="${root}/" aria-label="All minutes">←</a>
    <h1 class="brand">Operations</h1>
    <m:account/>
  </header>
  <main class="list">
    <p id="answer" class="soft" role="status">Asking…</p>
    <div id="nodes" class="nodes"></div>
    <p class="soft">Each server tells of itself, when it is the one that answers. Where several stand behind this address, they appear
      as they are heard of, and their numbers add up.</p>
    <template id="node">
      <section class="panel node">
        <h2></h2>
        <p class="bus"><span class="badge"></span> <small></small></p>
        <dl>
          <div><dt>Connections</dt><dd data-of="connections"></dd></div>
          <div><dt>Documents in memory</dt><dd data-of="documents"></dd></div>
          <div><dt>Operations</dt><dd data-of="operations"></dd></div>
          <div><dt>Operations a transaction</dt><dd data-of="batching"></dd></div>
          <div><dt>Database answers in</dt><dd data-of="database"></dd></div>
          <div><dt>This page is answered in</dt><dd data-of="way"></dd></div>
        </dl>
        <figure>
          <svg viewBox="0 0 240 48" preserveAspectRatio="none" aria-hidden="true"><polyline></polyline></svg>
          <figcaption>Operations a second: <strong data-of="rate"></strong></figcaption>
        </figure>
      </section>
    </template>
  </main>
  <m:confirm/>
</m:page>
