"""Forms of the back office: one transaction of row, history, index and stamp; rules in words."""

import re

import pytest

from apps.bookings.models import Allotment
from apps.core import history, stamps
from apps.core.models import Outbox, SlugRedirect
from apps.core.translation import fingerprint
from apps.editions.models import Gate, Source, Topic, Venue
from apps.people.models import ContactPoint, Person, User
from apps.registration.models import Device, PairingCode, Registration
from apps.registration.services import gates
from tests.admin.conftest import enrol, furnish
from tests.conftest import MONDAY


def form_data(client, url: str, **changes) -> dict[str, str]:
    """Return what a browser would send: the form as it stands, with changes."""
    page = client.get(url)
    data: dict = {}
    forms = [page.context["adminform"].form]
    forms += [inline.formset.management_form for inline in page.context["inline_admin_formsets"]]
    forms += [form for inline in page.context["inline_admin_formsets"] for form in inline.formset.initial_forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            widget = bound.field.widget
            parts = widget.decompress(value) if hasattr(widget, "decompress") else None
            if parts is not None:
                data |= {f"{bound.html_name}_{i}": "" if part is None else str(part) for i, part in enumerate(parts)}
            elif value is not None and value is not False:
                data[bound.html_name] = value
    return {
        key: [str(getattr(v, "pk", v)) for v in value] if isinstance(value, list) else value
        for key, value in data.items()
    } | changes


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_a_change_writes_row_history_index_and_stamp(fair, staff_client, staff):
    url = f"/admin/editions/venue/{fair.venue.pk}/change/"
    before = stamps.current()

    staff_client.post(url, form_data(staff_client, url, name_en="New Hall Centre"))

    fair.venue.refresh_from_db()
    assert fair.venue.name_en == "New Hall Centre"
    line = history.of(fair.venue).get()
    assert (line.verb, line.fields, line.actor_id) == ("venue.changed", ["name_en"], str(staff.pk))
    assert Outbox.objects.filter(topic="index", name="editions.venue", payload={"id": fair.venue.pk}).count() == 1
    assert stamps.current() != before


def test_an_unchanged_form_leaves_no_trace(fair, staff_client):
    url = f"/admin/editions/venue/{fair.venue.pk}/change/"

    staff_client.post(url, form_data(staff_client, url))

    assert history.of(fair.venue).count() == 0
    assert Outbox.objects.filter(topic="index").count() == 0


def test_a_translation_knows_who_made_it_and_from_what(fair, staff_client):
    url = f"/admin/editions/venue/{fair.venue.pk}/change/"

    staff_client.post(url, form_data(staff_client, url, name_de="Neues Zentrum"))

    fair.venue.refresh_from_db()
    assert fair.venue.translations == {"name": {"de": {"how": "human", "of": fingerprint("Exhibition Center")}}}


def test_a_new_row_has_its_line(fair, staff_client):
    url = "/admin/editions/topic/add/"

    staff_client.post(url, form_data(staff_client, url, slug="robots", name_en="Robots", kind="topic"))

    topic = Topic.objects.get(slug="robots")
    assert (topic.provenance, history.of(topic).get().verb) == ("entered", "topic.added")


def test_the_source_language_must_be_filled(fair, staff_client):
    url = "/admin/editions/topic/add/"

    response = staff_client.post(url, form_data(staff_client, url, slug="robots", name_de="Roboter", kind="topic"))

    assert response.context["adminform"].form.errors == {"name_en": ["This field is required."]}


def test_a_fact_keeps_its_source(fair, staff_client):
    source = Source.objects.create(slug="report", title="Report")
    venue = Venue.objects.create(slug="a", name_en="A", source=source, provenance="seed")
    url = f"/admin/editions/venue/{venue.pk}/change/"

    response = staff_client.post(url, form_data(staff_client, url, source=""))

    assert response.context["adminform"].form.non_field_errors() == ["A fact needs its source."]
    venue.refresh_from_db()
    assert venue.source == source


def test_a_quota_cannot_be_smaller_than_what_is_taken(fair, staff_client):
    enrol(1)
    allotment = Allotment.objects.get(ticket_day__ticket_type=fair.visitor_ticket, ticket_day__day=MONDAY)
    url = f"/admin/bookings/allotment/{allotment.pk}/change/"

    response = staff_client.post(url, form_data(staff_client, url, capacity="0"))

    assert response.context["adminform"].form.errors["capacity"] == ["1 places are taken; the quota cannot be smaller."]
    allotment.refresh_from_db()
    assert (allotment.capacity, allotment.taken) == (1000, 1)


def test_what_only_the_database_notices_is_said_in_words(fair, staff_client, monkeypatch):
    from apps.bookings.admin import AllotmentForm

    enrol(1)
    monkeypatch.setattr(AllotmentForm, "clean_capacity", lambda form: form.cleaned_data["capacity"])
    monkeypatch.setattr(AllotmentForm, "validate_unique", lambda form: None)
    allotment = Allotment.objects.get(ticket_day__ticket_type=fair.visitor_ticket, ticket_day__day=MONDAY)
    url = f"/admin/bookings/allotment/{allotment.pk}/change/"

    response = staff_client.post(url, form_data(staff_client, url, capacity="0"), follow=True)

    assert said(response) == "More places are taken than this capacity allows."
    assert history.of(allotment).count() == 0


def test_nobody_deletes_what_others_stand_on(fair, staff_client):
    assert staff_client.post(f"/admin/editions/venue/{fair.venue.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Venue.objects.filter(pk=fair.venue.pk).exists()


def test_what_may_be_deleted_leaves_a_line(fair, staff_client):
    redirect = SlugRedirect.objects.create(old_path="/a/", new_path="/b/")

    staff_client.post(f"/admin/core/slugredirect/{redirect.pk}/delete/", {"post": "yes"})

    assert SlugRedirect.objects.count() == 0
    assert history.of(redirect).get().verb == "slugredirect.deleted"


def test_generated_rows_wear_their_mark(fair, staff_client):
    Person.objects.create(name="Somebody", provenance="generated")

    assert "sample data" in staff_client.get("/admin/people/person/").content.decode()


def test_a_topic_tree_shows_children_below_their_parents(fair, staff_client):
    late = Topic.objects.create(slug="z", name_en="Late", position=2)
    early = Topic.objects.create(slug="y", name_en="Early", position=1)
    Topic.objects.create(slug="x", name_en="Child of late", parent=late, position=1)
    child = Topic.objects.create(slug="w", name_en="Child of early", parent=early, position=9)
    Topic.objects.create(slug="v", name_en="Grandchild", parent=child)

    rows = staff_client.get("/admin/editions/topic/").context["cl"].result_list

    assert [row.slug for row in rows] == ["y", "w", "v", "z", "x"]


# --- registrations ---


def test_somebody_is_registered_at_the_desk(fair, staff_client):
    data = {
        "ticket_type": fair.visitor_ticket.pk,
        "days": [MONDAY.isoformat()],
        "name": "林悦",
        "email": "LIN@example.org",
        "language": "zh-hans",
    }

    response = staff_client.post("/admin/registration/registration/add/", data)

    made = Registration.objects.get()
    assert response.url == f"/admin/registration/registration/{made.pk}/change/"
    assert (made.email_key, made.days, made.made_by, made.state) == (
        "lin@example.org",
        [MONDAY],
        "staff",
        "badge_issued",
    )


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        (
            {"ticket_type": "99"},
            "ticket_type",
            "Select a valid choice. That choice is not one of the available choices.",
        ),
        ({"name": "\u202e"}, "name", "Enter a name."),
        ({"name": "x" * 200}, "name", "The name is longer than 120 characters."),
        ({"name": "a\x00b"}, "name", "Null characters are not allowed."),
        ({"email": "nobody"}, "email", "Enter an address with an @ and a dot after it, such as name@example.org."),
        ({"birth_year": "20x5"}, "birth_year", "Enter a year with four digits between 1900 and 2025."),
        (
            {"birth_year": "2020"},
            "birth_year",
            "Visitors under 14 are registered by a parent or guardian at the service desk.",
        ),
    ],
)
def test_the_desk_hears_what_is_wrong_beside_the_field(fair, staff_client, change, field, sentence):
    data = {"ticket_type": fair.visitor_ticket.pk, "name": "Ann", "email": "ann@example.org", "language": "en"} | change

    response = staff_client.post("/admin/registration/registration/add/", data)

    assert response.context["form"].errors == {field: [sentence]}
    assert Registration.objects.count() == 0


@pytest.mark.parametrize("term", ["PERSON-1@example.org", "person-1@", "Person 1"])
def test_a_registration_is_found(fair, staff_client, term):
    enrol(1)
    enrol(2)

    found = staff_client.get("/admin/registration/registration/", {"q": term}).context["cl"].result_list

    assert [row.email_key for row in found] == ["person-1@example.org"]


def test_a_registration_is_found_by_its_code_however_typed(fair, staff_client):
    wanted = enrol(1)
    enrol(2)

    found = staff_client.get("/admin/registration/registration/", {"q": wanted.code.lower()}).context["cl"].result_list

    assert list(found) == [wanted]


def test_a_registration_cannot_be_edited_raw(fair, staff_client):
    registration = enrol(1)
    url = f"/admin/registration/registration/{registration.pk}/change/"

    assert staff_client.post(url, {"state": "cancelled"}).status_code == 403
    registration.refresh_from_db()
    assert registration.state == "badge_issued"


def test_the_serial_of_a_badge_is_never_shown(fair, staff_client):
    badge = enrol(1).badges.get()

    page = staff_client.get(f"/admin/registration/badge/{badge.pk}/change/").content.decode()

    assert bytes(badge.serial).hex() not in page
    assert "serial" not in page.lower()


# --- people ---


def test_a_person_is_found_by_the_beginning_of_an_address(fair, staff_client):
    person = Person.objects.create(name="Ann")
    ContactPoint.objects.create(person=person, value="ann@example.org")

    found = staff_client.get("/admin/people/person/", {"q": "ANN@exa"}).context["cl"].result_list

    assert list(found) == [person]


def test_only_superusers_hand_out_rights(fair, limited, clerk):
    client = limited("people.change_user", "people.view_user")
    url = f"/admin/people/user/{clerk.pk}/change/"

    client.post(url, form_data(client, url, is_superuser="on", is_staff="on", language="de"))

    clerk.refresh_from_db()
    assert (clerk.is_superuser, clerk.language) == (False, "de")


def test_a_new_account_signs_in_by_code(fair, staff_client):
    url = "/admin/people/user/add/"

    staff_client.post(url, form_data(staff_client, url, email="New@Example.org"))

    assert not User.objects.get(email="new@example.org").has_usable_password()


# --- pairing ---


def test_a_pairing_code_is_shown_once_with_its_address(fair, staff_client, settings):
    settings.SITE_ADDRESS = "https://waic.example"
    url = f"/admin/editions/gate/{fair.gate.pk}/pair/"

    assert "house-code" not in staff_client.get(url).content.decode()
    page = staff_client.post(url)

    code = page.context["code"]
    assert re.fullmatch("[0-9A-Z]{10}", code)
    assert page.context["address"] == f"https://waic.example/gate/#pair={code}"
    assert "<svg" in page.content.decode()
    assert "style=" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    device, _secret = gates.pair(code=code, label="Phone")
    assert device.gate == fair.gate


def test_a_device_is_revoked_on_the_pairing_page(fair, staff_client):
    furnish(fair, 1)
    device = Device.objects.get()

    staff_client.post(f"/admin/editions/gate/{fair.gate.pk}/pair/", {"revoke": device.pk})

    device.token.refresh_from_db()
    assert device.token.revoked_at is not None


def test_without_permission_nothing_is_paired(fair, limited):
    client = limited("editions.view_gate", "editions.change_gate")

    assert client.post(f"/admin/editions/gate/{fair.gate.pk}/pair/").status_code == 403
    assert PairingCode.objects.count() == 0


def test_a_gate_that_is_not_there(fair, staff_client):
    assert staff_client.get("/admin/editions/gate/999999/pair/").status_code == 302
    assert Gate.objects.filter(pk=999_999).count() == 0
