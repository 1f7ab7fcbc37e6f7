"""Refusals before or instead of a view: a page in the visitor's language, a problem document for programs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext

from apps.core.api import problems

FOR_PROGRAMS = ("/api/", "/gate/pair/")


def refuse(request: HttpRequest, status: int) -> HttpResponse:
    """Answer 400 or 413 without session, account or Host, none of which may be there yet."""
    with translation.override(translation.get_language_from_request(request, check_path=True)):
        if request.path.startswith(FOR_PROGRAMS):
            code, title = {
                400: ("bad_request", gettext("This request cannot be read.")),
                413: ("too_large", gettext("This is too large to be sent.")),
            }[status]
            body = problems.body_of(status, title, code)
            response: HttpResponse = JsonResponse(body, status=status, content_type=problems.CONTENT_TYPE)
        else:
            response = render(None, f"{status}.html", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
