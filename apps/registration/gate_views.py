"""The check-in app: its shell is the same for everybody; a device proves itself by token."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from apps.core.api import problems
from apps.core.pagecache import share
from apps.core.translation import all_of
from apps.registration.services import gates

LONGEST_BODY = 2000
WRONG_CODES = 600  # per network address and minute; a venue shares one, and a code has 50 random bits
FOLDER = "gate"


ALSO = (
    "css/site.css",
    "fonts/inter-subset.woff2",
    "vendor/noble-ed25519/index.js",
    "vendor/zxing-wasm/dist/es/reader/index.js",
    "vendor/zxing-wasm/dist/es/share.js",
    "vendor/zxing-wasm/dist/reader/zxing_reader.wasm",
)


@lru_cache(maxsize=1)
def files_digest() -> bytes:
    """Hash the app's static files; once a process, they do not change while it runs."""
    digest = hashlib.sha256()
    for name in (*shell_files(), *ALSO):
        found = finders.find(name)
        if found:
            digest.update(Path(found).read_bytes())
    return digest.digest()


def shell_version(page: bytes) -> str:
    """Return a short hash that changes with any file or text of the app."""
    return hashlib.sha256(files_digest() + page).hexdigest()[:16]


def shell_files() -> list[str]:
    """Return the static files of the app, in a stable order."""
    folder = settings.BASE_DIR / "static" / FOLDER
    return sorted(f"{FOLDER}/{file.relative_to(folder)}" for file in folder.rglob("*") if file.is_file())


def page(request: HttpRequest) -> HttpResponse:
    """Render the app's one page, with its texts in all languages."""
    return render(request, "gate/gate.html")


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """Serve the app's one page."""
    return share(page(request))


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Serve the worker that keeps the shell for work without network."""
    given = {"version": shell_version(page(request).content), "files": shell_files()}
    response = render(request, "gate/sw.js", given, content_type="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/gate/"
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def web_manifest(request: HttpRequest) -> HttpResponse:
    """Describe the installable app."""
    return render(request, "gate/manifest.webmanifest", content_type="application/manifest+json")


@csrf_exempt
@require_POST
def pair(request: HttpRequest) -> JsonResponse:
    """Exchange a pairing code for a device token.

    No session is used, so there is nothing for a forged request to ride on; the code itself
    is the proof, good once and for ten minutes.
    """
    if not _may_try(request):
        return _problem(429, "too_many", gettext("Too many attempts. Wait a minute."))
    given = _body(request)
    code = given.get("code")
    if not isinstance(code, str) or not code.isprintable() or not 4 <= len(code.strip()) <= 40:
        return _problem(400, "code", gettext("Scan or type the pairing code shown in the back office."))
    label = "".join(letter for letter in str(given.get("device") or "") if letter.isprintable())
    try:
        device, secret = gates.pair(code=code, label=label[:60])
    except gates.CodeRefused:
        _count_wrong(request)
        return _problem(410, "code", gettext("This pairing code is not valid any more. Ask for a new one."))
    gate = device.gate
    return JsonResponse(
        {
            "token": secret,
            "gate": {"code": gate.code, "name": all_of(gate, "name")},
            "device": device.label,
        }
    )


def _body(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > LONGEST_BODY:
        return {}
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _wrong_codes(request: HttpRequest) -> str:
    return f"pair:{request.META.get('REMOTE_ADDR', '')}"


def _may_try(request: HttpRequest) -> bool:
    return cache.get(_wrong_codes(request), 0) < WRONG_CODES


def _count_wrong(request: HttpRequest) -> None:
    key = _wrong_codes(request)
    if cache.add(key, 1, 60):
        return
    try:
        cache.incr(key)
    except ValueError:  # the minute has just ended
        cache.add(key, 1, 60)


def _problem(status: int, code: str, title: str) -> JsonResponse:
    body = problems.body_of(status, title, code)
    return JsonResponse(body, status=status, content_type=problems.CONTENT_TYPE)
