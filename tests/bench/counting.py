"""Counts the statements of each request; transaction control is not counted."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-Statements"
CONTROL = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


class Count:
    """An execute wrapper; many statements sent at once count each."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not (isinstance(sql, str) and sql.startswith(CONTROL)):
            self.number += len(params) if many else 1
        return execute(sql, params, many, context)


def statements(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put the number into a header of the answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        count = Count()
        with connection.execute_wrapper(count):
            response = get_response(request)
        response.headers[HEADER] = str(count.number)
        return response

    return middleware
