"""The project's addresses and the yardstick: one SELECT 1, 200 bytes, same process and middleware."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from waic import urls as house

BODY = b"x" * 200


def trivial(request: HttpRequest) -> HttpResponse:
    """The least that a view with a database can do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return HttpResponse(BODY)


urlpatterns = [path("bench/trivial/", trivial), *house.urlpatterns]
handler403, handler404, handler500 = house.handler403, house.handler404, house.handler500
