<%@ page contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<ul><c:forEach items="${all}" var="m"><li><c:out value="${m.title}"/> <c:out value="${m.createdBy}"/></li></c:forEach></ul>
