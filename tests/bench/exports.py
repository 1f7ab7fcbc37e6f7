"""Exports of the staff's list of registrations, over HTTP from the web process."""

import time
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from apps.people.models import User
from apps.registration.admin.registrations import RegistrationAdmin
from apps.registration.models import Registration
from tests.bench import data, meter
from tests.bench.table import Row, figure, ratio
from tests.bench.web import Client, Web

FEW, MANY = 1_000, 6_000
LIMITS = {"csv": 2, "xlsx": 6}
PEERS = {"csv": "pretix 27 s", "xlsx": "pretix 61 s"}
FLAT = 30  # MiB
CSRF = "b" * 32


def measure(web: Web) -> list[Row]:
    """Export few and many, in both formats; the peak of memory may not grow with the rows."""
    staff = User.objects.create_superuser("bench@bench.example")
    browser = Browser(headers={"host": "127.0.0.1"})
    browser.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    for fmt in LIMITS:  # imports and templates are there before anything counts
        export(web, session, fmt)
    few = {fmt: export(web, session, fmt) for fmt in LIMITS}
    data.grow_to(MANY)
    copied = copy()
    rows = []
    for fmt, limit in LIMITS.items():
        seconds, peak = min(export(web, session, fmt) for _ in range(3))
        size = f"{MANY:,} registrations as {fmt.upper()}"
        rows += [
            figure(f"export of {size}", seconds, "s", limit, PEERS[fmt]),
            ratio(f"export of {size} against COPY", [seconds], "s", "COPY of the same rows", [copied]),
            figure(f"export of {size}: more memory than {FEW:,}", max(0, peak - few[fmt][1]), "MiB", FLAT),
        ]
    return rows


def export(web: Web, session: str, fmt: str) -> tuple[float, float]:
    """Seconds of one export, and the worker's peak of memory meanwhile."""
    client = Client(web.port)
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    form = urlencode({"format": fmt, "csrfmiddlewaretoken": CSRF}).encode()
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    worker = web.worker
    meter.forget_peak(worker)
    began = time.perf_counter()
    answer = client.send("POST", reverse("admin:registration_registration_export"), form, headers)
    seconds = time.perf_counter() - began
    assert answer.status == 200 and "attachment" in answer.headers["content-disposition"], answer.status
    client.close()
    return seconds, meter.peak_memory(worker)


def copy() -> float:
    """Seconds of a raw COPY of the exported columns."""
    query = Registration.objects.values_list(*(path for path, _heading in RegistrationAdmin.export_fields))
    sql, params = query.query.sql_with_params()
    began = time.perf_counter()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT WITH CSV", params) as stream:
        size = sum(len(part) for part in stream)
    assert size > MANY * 50, size
    return time.perf_counter() - began
