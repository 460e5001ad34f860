<%@ tag description="With whom a document is shared; sharing.js opens it." pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<%@ attribute name="id" required="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<dialog id="sharing" class="dialog" aria-labelledby="sharing-title" data-id="<c:out value="${id}"/>">
  <div class="field">
    <h2 id="sharing-title">Who has access</h2>
    <button class="close" aria-label="Close">✕</button>
  </div>
  <form class="add" hidden>
    <label for="sharing-name">Share with</label>
    <div class="field">
      <input id="sharing-name" name="name" required maxlength="40" placeholder="What they sign in with" autocomplete="off"
             autocapitalize="none" spellcheck="false">
      <select name="role" aria-label="Role">
        <option value="writer">Writer</option>
        <option value="commenter">Commenter</option>
        <option value="reader">Reader</option>
        <option value="owner">Owner</option>
      </select>
      <button class="primary">Add</button>
    </div>
  </form>
  <p class="problem" role="alert" hidden></p>
  <ul class="rows"></ul>
</dialog>
