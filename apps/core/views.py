"""Addresses of the house itself: health, metrics, errors, the way to a language."""

from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from apps.core import guide
from apps.core.api import problems
from apps.core.celery_ping import broker_answers
from apps.core.models import Outbox, Stamp
from apps.core.refusals import refuse


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether database, cache, broker and data are there; 503 if one is not."""
    checks = {
        "database": _works(_database),
        "cache": _works(_cache),
        "broker": _works(broker_answers),
        "data": _works(Stamp.objects.exists),
    }
    ready = all(checks.values())
    return JsonResponse({"ready": ready, "checks": checks}, status=200 if ready else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give figures to Prometheus: from this machine only, or through a proxy that guards it."""
    if request.META.get("REMOTE_ADDR") not in ("127.0.0.1", "::1", "") or request.headers.get("X-Forwarded-For"):
        return not_found(request)
    waiting = Outbox.objects.filter(done_at=None, parked_at=None)
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    age = (timezone.now() - oldest).total_seconds() if oldest else 0
    own = (
        f"# TYPE waic_outbox_waiting gauge\nwaic_outbox_waiting {waiting.count()}\n"
        f"# TYPE waic_outbox_parked gauge\nwaic_outbox_parked {Outbox.objects.exclude(parked_at=None).count()}\n"
        f"# TYPE waic_outbox_oldest_seconds gauge\nwaic_outbox_oldest_seconds {age:.1f}\n"
    )
    return HttpResponse(generate_latest() + own.encode(), content_type=CONTENT_TYPE_LATEST)


@require_safe
def to_language(request: HttpRequest) -> HttpResponse:
    """Lead the bare address to the browser's language, English otherwise."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component, while developing."""
    return render(request, "site/styleguide.html", {"guide": guide.guide()})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400, or 413 where the body was the trouble."""
    return refuse(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _error(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, as a problem document below /api/."""
    if request.path.startswith("/api/"):
        return problems.not_found(request)
    return _error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database."""
    if request.path.startswith("/api/"):
        body = problems.body_of(500, "Internal error", "internal")
        return JsonResponse(body, status=500, content_type=problems.CONTENT_TYPE)
    return render(None, "500.html", status=500)


def _error(request: HttpRequest, status: int) -> HttpResponse:
    response = render(request, f"{status}.html", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _works(check: object) -> bool:
    try:
        return bool(check())  # type: ignore[operator]
    except Exception:
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _cache() -> bool:
    cache.set("readyz", "1", 10)
    return cache.get("readyz") == "1"
