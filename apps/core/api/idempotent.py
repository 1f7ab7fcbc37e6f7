"""`Idempotency-Key` on calls that create or move something."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core import idempotency
from apps.core.api.problems import CONTENT_TYPE, Problem, handler

HEADER = "Idempotency-Key"
LONGEST = 255


def answer_once(request: Request, work: Callable[[], Response]) -> Response:
    """Run the work once per key of this token; without a key simply run it.

    Expected refusals are answers too and are kept, so a retry hears the same.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return work()
    if not 1 <= len(key) <= LONGEST or "\x00" in key:
        raise Problem(400, "idempotency_key", gettext("The Idempotency-Key needs 1 to 255 characters."))
    digest = idempotency.request_hash(request.method.encode(), request.path.encode(), request._request.body)
    try:
        status, body, replayed = idempotency.once(token=request.auth, key=key, digest=digest, work=lambda: _plain(work))
    except idempotency.KeyReused as error:
        title = gettext("This Idempotency-Key was used with another request.")
        raise Problem(409, "idempotency_key_reused", title) from error
    except idempotency.KeyBusy as error:
        title = gettext("The first call with this Idempotency-Key has not ended yet.")
        raise Problem(409, "idempotency_key_busy", title) from error
    kind = CONTENT_TYPE if status >= 400 else None
    response = Response(body, status=status, content_type=kind)
    if replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _plain(work: Callable[[], Response]) -> tuple[int, Any]:
    try:
        response = work()
    except exceptions.APIException as error:
        response = handler(error, {})
    return response.status_code, response.data
