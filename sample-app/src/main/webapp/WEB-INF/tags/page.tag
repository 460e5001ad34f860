<%@ tag description="A page of Minutes: what is around its body." pageEncoding="UTF-8" trimDirectiveWhitespaces="true" %>
<%@ attribute name="title" required="true" %>
<%@ attribute name="kind" description="The body's class." %>
<%@ attribute name="access" description="What the reader may do with what is on the page: read, comment, write or manage." %>
<%@ attribute name="script" description="The page's module." %>
<%@ attribute name="head" fragment="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<c:set var="root" value="${pageContext.request.contextPath}" scope="request"/>
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title><c:out value="${title}"/></title>
  <link rel="icon" href="${root}/icon.svg" type="image/svg+xml">
  <jsp:invoke fragment="head"/>
  <link rel="stylesheet" href="${root}/minutes.css">
  <c:if test="${not empty script}"><script type="module" src="${root}/${script}"></script></c:if>
</head>
<body class="${kind}"<c:if test="${not empty access}"> data-access="${access}"</c:if>>
<jsp:doBody/>
</body>
</html>
