<%@ tag description="Who is signed in, and the way out." pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<form method="post" action="${root}/sign-out" class="account">
  <a href="${root}/account"><c:out value="${me.shownName}"/></a>
  <button>Sign out</button>
</form>
