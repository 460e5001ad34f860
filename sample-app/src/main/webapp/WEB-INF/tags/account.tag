<%@ tag description="Who is signed in, and the way out." pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<form method="post" action="${root}/sign-out" class="account" data-forget="<c:out value="${me.name}"/>">
  <c:if test="${isOperator}"><a class="operations" href="${root}/operations">Operations</a></c:if>
  <a href="${root}/account"><c:out value="${me.shownName}"/></a>
  <button>Sign out</button>
</form>
