"""Every list, form and history of the back office answers, with literal query counts."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.core import clock
from apps.core.admin import HouseAdmin
from apps.core.models import History
from tests.admin.conftest import furnish

# What a list asks for any number of rows: session, account and its person, count and page
# come to five; the rest are the choices of filters and the rows of a second table.
LISTS = {
    "auth.group": 5,
    "bookings.allotment": 5,
    "bookings.booking": 5,
    "bookings.waitingentry": 6,
    "core.apitoken": 5,
    "core.history": 5,
    "core.outbox": 5,
    "core.slugredirect": 5,
    "core.webhook": 5,
    "core.webhookcall": 6,
    "editions.edition": 5,
    "editions.gate": 6,
    "editions.hall": 6,
    "editions.keyfigure": 7,
    "editions.room": 6,
    "editions.source": 8,
    "editions.topic": 5,
    "editions.traveltime": 5,
    "editions.venue": 5,
    "editions.zone": 7,
    "people.consent": 5,
    "people.organisation": 6,
    "people.person": 5,
    "people.user": 6,
    "records.milestone": 8,
    "registration.badge": 5,
    "registration.device": 6,
    "registration.registration": 8,
    "registration.scan": 6,
    "registration.tickettype": 7,
    "search.entry": 5,
}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)
NAMES = [model._meta.label_lower for model in MODELS]


def url(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def asked(client: Client, address: str) -> int:
    """Return how many statements a page sends, the clock being known."""
    clock.offset()
    with CaptureQueriesContext(connection) as sent:
        assert client.get(address).status_code == 200
    return sum(1 for query in sent if "SAVEPOINT" not in query["sql"])


def test_every_table_stands_under_the_kit():
    assert [model for model in MODELS if not isinstance(admin.site.get_model_admin(model), HouseAdmin)] == []
    assert sorted(LISTS) == NAMES


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_a_list_asks_as_much_for_one_row_as_for_three(fair, staff_client, model):
    staff_client.get("/admin/")
    furnish(fair, 1)
    one = asked(staff_client, url(model, "changelist"))
    furnish(fair, 3, first=1)
    assert (one, asked(staff_client, url(model, "changelist"))) == (LISTS[model._meta.label_lower],) * 2


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_forms_and_histories_answer(fair, staff_client, model):
    furnish(fair, 1)
    row = model._default_manager.order_by("-pk").first()
    model_admin = admin.site.get_model_admin(model)

    assert staff_client.get(url(model, "change", row.pk)).status_code == 200
    assert staff_client.get(url(model, "history", row.pk)).status_code == 200
    may_add = not model_admin.ledger or model._meta.model_name == "registration"
    may_add = may_add and model._meta.model_name != "webhook"
    assert staff_client.get(url(model, "add")).status_code == (200 if may_add else 403)


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_an_empty_list_and_a_search_without_result_speak(db, staff_client, model):
    page = staff_client.get(url(model, "changelist"), {"q": "zzz-nothing"})

    assert page.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "?o=9.x.-1",
        "?p=9999",
        "?state__exact=%27",
        "?day=x",
        "?all=",
        "?e=1",
        "?q=%F0%9F%92%A5",
        "?ticket_type__id__exact=x",
    ],
)
def test_hostile_queries_are_no_error(fair, staff_client, query):
    assert staff_client.get(f"/admin/registration/registration/{query}", follow=True).status_code == 200


# --- who gets in ---


@pytest.mark.parametrize("path", ["/admin/", "/admin/registration/registration/", "/admin/core/outbox/job/"])
def test_others_get_the_login(fair, client, visitor_client, path):
    for browser in (client, visitor_client):
        response = browser.get(path)
        assert response.status_code == 302
        assert "/login/" in response.url


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_staff_without_permission_see_no_table(fair, limited, model):
    furnish(fair, 1)
    row = model._default_manager.order_by("-pk").first()
    lines = History.objects.count()
    client = limited()

    for page in (
        url(model, "changelist"),
        url(model, "change", row.pk),
        url(model, "history", row.pk),
        url(model, "add"),
    ):
        assert client.get(page).status_code == 403
        assert client.post(page, {}).status_code == 403
    assert History.objects.count() == lines


# --- the start page ---


def test_the_start_page_tells_what_waits(fair, staff_client):
    furnish(fair, 1)
    fair.gate.crowd_hold = True

    panels = {str(panel.title): panel for panel in staff_client.get("/admin/").context["panels"]}

    assert list(panels) == [
        "Registrations of this edition",
        "Gates",
        "Sold out or nearly",
        "Messages",
        "Rows that lack a language",
    ]
    assert [(str(row.label), row.number) for row in panels["Registrations of this edition"].rows] == [
        ("ticket issued", 2)
    ]
    assert [row.number for row in panels["Gates"].rows] == [0, 1, 0, 1]
    assert [str(row.label) for row in panels["Sold out or nearly"].rows] == ["On the waiting list"]


def test_every_row_of_the_start_page_leads_somewhere(fair, staff_client):
    furnish(fair, 1)

    for panel in staff_client.get("/admin/").context["panels"]:
        for row in panel.rows:
            assert staff_client.get(row.url).status_code == 200


def test_the_start_page_asks_as_much_for_any_number_of_rows(fair, staff_client):
    furnish(fair, 1)
    staff_client.get("/admin/")
    one = asked(staff_client, "/admin/")
    furnish(fair, 3, first=1)

    assert (one, asked(staff_client, "/admin/")) == (13, 13)


def test_the_start_page_shows_only_what_one_may_see(fair, limited):
    page = limited("bookings.view_allotment").get("/admin/")

    assert [str(panel.title) for panel in page.context["panels"]] == ["Sold out or nearly", "Rows that lack a language"]


@pytest.mark.parametrize(("language", "word"), [("zh-hans", 'lang="zh-hans"'), ("de", 'lang="de"')])
def test_the_language_is_a_cookie(fair, staff_client, language, word):
    staff_client.post("/i18n/setlang/", {"language": language, "next": "/admin/"})

    assert word in staff_client.get("/admin/").content.decode()


def test_no_page_carries_inline_script_or_style(fair, staff_client):
    furnish(fair, 1)
    for path in ("/admin/", "/admin/registration/registration/", f"/admin/editions/edition/{fair.edition.pk}/change/"):
        page = staff_client.get(path)
        html = page.content.decode()
        assert " style=" not in html and "<style" not in html and "onclick" not in html
        assert "<script>" not in html
        assert "'unsafe-inline'" not in page["Content-Security-Policy"]


def test_a_long_list_says_that_it_stopped_counting(fair, staff_client, monkeypatch):
    monkeypatch.setattr("apps.core.admin.paging.COUNT_AT_MOST", 3)
    furnish(fair, 3)

    page = staff_client.get("/admin/registration/registration/").content.decode()

    assert "10,000 results or more" in page
    assert "3+ registrations" in page
