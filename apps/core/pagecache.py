"""Whole public pages from process memory, and 304 by ETag.

A view allows it with `@shared_page`: the page then must be the same for everybody (personal
parts come from a no-store fragment). The key holds stamps, host, path, language and a closed
list of query parameters; any other parameter makes the page uncached.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control

from apps.core import stamps

PARAMETERS = frozenset(("edition", "page", "day", "venue", "topic", "kind", "language", "q", "year", "metric"))
TTL = 300  # seconds
LONGEST_QUERY = 200

Get = Callable[[HttpRequest], HttpResponse]


class Kept(NamedTuple):
    """A finished page."""

    body: bytes
    headers: dict[str, str]
    etag: str


def shared_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark the answers of a view as the same for everybody."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        share(response)
        return response

    return wrapped


def share(response: HttpResponse) -> HttpResponse:
    """Allow one answer to be kept; for views that decide late, such as Wagtail's."""
    response.shared_page = True  # type: ignore[attr-defined]
    return response


def key_of(request: HttpRequest) -> str | None:
    """Return the cache key, or None for a request that is never served from memory."""
    if request.method not in ("GET", "HEAD") or request.headers.get("HX-Request"):
        return None
    if getattr(request, "is_dummy", False):  # an editor's preview of an unpublished page
        return None
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY or any(name not in PARAMETERS for name in request.GET):
        return None
    if not query and request.path == "/":
        return None
    text = "|".join((stamps.version(), request.META.get("HTTP_HOST", ""), request.scheme, request.path, query))
    return "page:" + hashlib.sha256(text.encode()).hexdigest()


def middleware(get_response: Get) -> Get:
    """Serve kept pages before sessions and database are touched, and keep new ones."""
    pages = caches["pages"]

    def serve(request: HttpRequest) -> HttpResponse:
        key = key_of(request)
        kept = pages.get(key) if key else None
        if kept is not None:
            return answer(request, kept)
        response = get_response(request)
        if not getattr(response, "shared_page", False):
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        if key is None or response.status_code != 200 or response.streaming or response.cookies:
            patch_cache_control(response, private=True, no_store=True)
            return response
        if hasattr(response, "render") and not response.is_rendered:
            response.render()
        kept = keep(response)
        pages.set(key, kept, TTL if not settings.DEBUG else 10)
        return answer(request, kept)

    return serve


def keep(response: HttpResponse) -> Kept:
    """Return the part of an answer that is the same for everybody."""
    etag = '"' + hashlib.sha256(response.content).hexdigest()[:24] + '"'
    headers = {
        name: response.headers[name]
        for name in ("Content-Type", "Content-Language", "X-Frame-Options", "Link")
        if name in response.headers
    }
    headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    headers["ETag"] = etag
    return Kept(response.content, headers, etag)


def answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Answer with the page, or 304 where the browser has it already."""
    if kept.etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
        response.headers["ETag"] = kept.etag
        response.headers["Cache-Control"] = kept.headers["Cache-Control"]
        return response
    response = HttpResponse(kept.body)
    for name, value in kept.headers.items():
        response.headers[name] = value
    return response
