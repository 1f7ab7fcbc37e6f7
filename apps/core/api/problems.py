"""Errors as RFC 9457 problem documents, in the caller's language."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import gettext
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

CONTENT_TYPE = "application/problem+json"


class Problem(exceptions.APIException):
    """An expected refusal with a stable code, such as 409 `sold_out`."""

    def __init__(self, status_code: int, code: str, title: str, **more: Any) -> None:
        super().__init__(title, code)
        self.status_code = status_code
        self.problem = {"code": code, "title": str(title), **more}


def body_of(status_code: int, title: str, code: str, **more: Any) -> dict[str, Any]:
    """Build a problem document."""
    return {"type": "about:blank", "title": str(title), "status": status_code, "code": code, **more}


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception into a problem; None lets Django answer 500."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)
    set_rollback()
    return Response(_body(error), error.status_code, headers=headers, content_type=CONTENT_TYPE)


def _body(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, Problem):
        problem = dict(error.problem)
        return body_of(error.status_code, problem.pop("title"), problem.pop("code"), **problem)
    if isinstance(error, exceptions.ValidationError):
        title = gettext("Some fields need another value.")
        return body_of(400, title, "invalid", errors=list(_flat(error.detail)))
    code = error.get_codes()
    return body_of(error.status_code, str(error.detail), code if isinstance(code, str) else "error")


def _flat(detail: Any, path: str = "") -> Any:
    """Yield one entry a field: {field, message, code}."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            yield from _flat(value, f"{path}.{key}" if path else str(key))
    elif isinstance(detail, list) and detail and isinstance(detail[0], dict | list):
        for number, value in enumerate(detail):
            yield from _flat(value, f"{path}.{number}")
    elif detail:
        first = detail[0] if isinstance(detail, list) else detail
        yield {"field": path, "message": str(first), "code": getattr(first, "code", "invalid")}


def not_found(request: Any) -> JsonResponse:
    """Answer an unknown API address."""
    body = body_of(status.HTTP_404_NOT_FOUND, gettext("Not found."), "not_found")
    return JsonResponse(body, status=404, content_type=CONTENT_TYPE)
