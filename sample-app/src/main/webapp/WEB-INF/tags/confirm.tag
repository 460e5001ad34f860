<%@ tag description="Asks somebody for their password again; confirm.js opens it." pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<dialog id="confirm" class="dialog" aria-labelledby="confirm-title">
  <form method="dialog">
    <h2 id="confirm-title">Please confirm it’s you</h2>
    <p>For this, your password is asked for again if you gave it some time ago.</p>
    <input name="username" value="<c:out value="${me.name}"/>" autocomplete="username" hidden>
    <label for="confirm-password">Password of <c:out value="${me.shownName}"/></label>
    <input id="confirm-password" name="password" type="password" required maxlength="200" autocomplete="current-password">
    <p class="problem" role="alert" hidden></p>
    <div class="field end">
      <button type="button" class="cancel">Cancel</button>
      <button class="primary">Confirm</button>
    </div>
  </form>
</dialog>
