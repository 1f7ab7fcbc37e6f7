"""Middleware of the house; each does one thing."""

import contextlib
import ipaddress
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation

from apps.core.models import SlugRedirect
from apps.core.refusals import refuse

Get = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("request")
WITHOUT_LANGUAGE = (
    "/api/",
    "/admin/",
    "/cms/",
    "/documents/",
    "/gate/",
    "/s/",
    "/ops/",
    "/static/",
    "/media/",
    "/metrics",
)

SELF = "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
STRICT = SELF + "script-src 'self'; style-src 'self'"
CAMERA = SELF + "media-src 'self' blob:; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'"
EDITORS = (
    SELF.replace("frame-ancestors 'none'", "frame-ancestors 'self'").replace(
        "img-src 'self' data:", "img-src 'self' data: blob:"
    )
    + "script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"
)


def content_security_policy(get_response: Get) -> Get:
    """Set the policy: strict everywhere, wasm at the gate, inline only for Wagtail's editor."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy = STRICT
        if request.path.startswith("/cms/"):
            policy = EDITORS
        elif request.path.startswith("/gate/"):
            policy = CAMERA
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        return response

    return middleware


def unavailable(get_response: Get) -> Get:
    """Answer 503 with Retry-After while the database is away.

    Django turns an exception inside another middleware into a 500 before this one sees it, so
    the signal marks the request and the answer is replaced here.
    """
    got_request_exception.connect(_mark_lost_database, dispatch_uid="lost database")

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return _try_later(request) if getattr(request, "lost_database", False) else response

    return middleware


def _mark_lost_database(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    error = sys.exc_info()[1]
    if request is not None and isinstance(error, InterfaceError | OperationalError) and _is_connection(error):
        request.lost_database = True  # type: ignore[attr-defined]


def _is_connection(error: Exception) -> bool:
    """Tell a lost or refused connection from a failed statement (class 57P, 08 or none)."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(("57P", "08"))


def _try_later(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/") or request.path == "/gate/pair/":
        response = HttpResponse(
            '{"type":"about:blank","title":"Service unavailable","status":503,"code":"unavailable"}',
            content_type="application/problem+json",
        )
    else:
        with translation.override(translation.get_language_from_request(request, check_path=True)):
            response = render(None, "503.html")
    response.status_code = 503
    response.headers["Retry-After"] = "2"
    response.headers["Cache-Control"] = "no-store"
    return response


def client_address(get_response: Get) -> Get:
    """Behind proxies of our own, take the visitor's address from the entry that the outermost of them wrote.

    What a visitor puts into the header stands further left and is never read.
    """
    if not settings.PROXIES:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(hops) >= settings.PROXIES:
            with contextlib.suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ipaddress.ip_address(hops[-settings.PROXIES]))
        return get_response(request)

    return middleware


def request_log(get_response: Get) -> Get:
    """Write one line a request: method, route, status, milliseconds; no address, no person."""

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=uuid.uuid4().hex[:12])
        response = get_response(request)
        route = getattr(request.resolver_match, "route", None) if request.resolver_match else None
        if response.status_code >= 500 or settings.DEBUG is False:
            log.info(
                "request",
                method=request.method,
                route=route or "",
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
        return response

    return middleware


def clean_input(get_response: Get) -> Get:
    """Refuse what no honest client sends: NUL bytes in addresses, huge bodies."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return refuse(request, 400)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.UPLOAD_LIMIT + 1_000_000:
            return refuse(request, 413)
        return get_response(request)

    return middleware


class Locale(LocaleMiddleware):
    """Activates the language of the address; addresses without one use the browser's.

    Programs and back offices get a plain 404 where Django would try a language prefix.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Leave answers of addresses that never carry a language as they are."""
        if request.path_info.startswith(WITHOUT_LANGUAGE):
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
            return response
        return super().process_response(request, response)


def moved_addresses(get_response: Get) -> Get:
    """Lead old addresses to the new ones for good, asked only when nothing was found."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        language = translation.get_language_from_path(request.path_info)
        path = request.path_info.removeprefix(f"/{language}") if language else request.path_info
        found = SlugRedirect.objects.filter(old_path=path).values_list("new_path", flat=True).first()
        if found is None:
            return response
        return HttpResponsePermanentRedirect(f"/{language}{found}" if language else found)

    return middleware
