"""Middleware: a database that is away is 503, hostile input 400 or 413, old addresses lead on."""

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from apps.core.models import SlugRedirect

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient_client():
    """A browser that gets error pages instead of exceptions."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("error", [OperationalError("refused"), InterfaceError("closed")])
@pytest.mark.parametrize(
    ("path", "kind"), [("/api/v1/editions/", "application/problem+json"), ("/en/register/", "text/html; charset=utf-8")]
)
def test_a_lost_database_is_503_with_retry_after(patient_client, fair, error, path, kind):
    def fail(*args):
        raise error

    with connection.execute_wrapper(fail):
        response = patient_client.get(path)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert response.headers["Content-Type"] == kind


def test_another_database_error_stays_a_500(patient_client, fair):
    def fail(execute, sql, params, many, context):
        return execute("SELECT 1/0", (), many, context)

    with connection.execute_wrapper(fail):
        assert patient_client.get("/en/register/").status_code == 500


@pytest.mark.parametrize("path", ["/en/%00", "/en/search/?q=%00", "/en/search/?%00=1"])
def test_nul_in_an_address_is_400(client, path):
    assert client.get(path).status_code == 400


def test_a_moved_address_leads_on_for_good(client):
    SlugRedirect.objects.create(old_path="/expo/old/", new_path="/expo/new/")
    response = client.get("/de/expo/old/")
    assert (response.status_code, response.headers["Location"]) == (301, "/de/expo/new/")
