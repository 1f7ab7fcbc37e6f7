"""The import pages: preview with every fault, then all good lines or none."""

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.bookings.models import Allotment
from apps.core.admin import importing
from apps.core.models import History, Outbox
from apps.editions.models import Gate, Hall, KeyFigure, Room, Source, Topic, Venue
from apps.people.models import Organisation, Person
from apps.registration.admin.imports import RegistrationImporter
from apps.registration.models import Registration
from tests.conftest import MONDAY, SUNDAY

REGISTRATIONS = "/admin/registration/registration/import/"
GOOD = "name,email,ticket_type,days,birth_year\n林悦,lin@example.org,visitor,2025-07-27,1990\nSam,sam@example.org,workshop-50,,\n"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path) -> Path:
    settings.UPLOADS_TEMP = tmp_path / "uploads"
    return settings.UPLOADS_TEMP


def upload(client, data: str | bytes, url: str = REGISTRATIONS, name: str = "file.csv"):
    raw = data.encode() if isinstance(data, str) else data
    return client.post(url, {"file": SimpleUploadedFile(name, raw)})


def confirm(client, preview, url: str = REGISTRATIONS):
    token = re.search(r'name="confirm" value="([^"]+)"', preview.content.decode())[1]
    return client.post(url, {"confirm": token}, follow=True)


def faults(response) -> list[tuple[int, str, str]]:
    return [(line.number, column, sentence) for line in response.context["bad"] for column, sentence in line.problems]


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# --- registrations ---


def test_the_preview_counts_and_saves_nothing(fair, staff_client):
    response = upload(staff_client, GOOD)

    assert "2 good lines" in response.content.decode()
    assert faults(response) == []
    assert (Registration.objects.count(), Person.objects.filter(name="林悦").count(), Outbox.objects.count()) == (
        0,
        0,
        0,
    )


def test_the_import_registers_through_the_verb(fair, staff_client, uploads):
    response = confirm(staff_client, upload(staff_client, GOOD))

    assert said(response) == ["Import done: 2 added."]
    lin = Registration.objects.get(email_key="lin@example.org")
    assert (lin.state, lin.days, lin.made_by, lin.person.birth_year) == ("badge_issued", [SUNDAY], "import", 1990)
    assert lin.badges.count() == 1
    assert Registration.objects.get(email_key="sam@example.org").days == [MONDAY]
    assert Outbox.objects.filter(topic="mail", name="registration_confirmed").count() == 2
    assert list(uploads.iterdir()) == []
    line = History.objects.get(verb="import.done")
    assert line.reason == "registration.registration: 2 added"


def test_a_second_run_changes_nothing(fair, staff_client):
    confirm(staff_client, upload(staff_client, GOOD))
    before = (
        Registration.objects.count(),
        Outbox.objects.count(),
        sum(Allotment.objects.values_list("taken", flat=True)),
    )

    response = confirm(staff_client, upload(staff_client, GOOD))

    assert said(response) == ["Import done: 2 already there."]
    assert before == (
        Registration.objects.count(),
        Outbox.objects.count(),
        sum(Allotment.objects.values_list("taken", flat=True)),
    )


def test_every_fault_is_named_with_line_and_column(fair, staff_client):
    lines = [
        "name,email,ticket_type,days,birth_year,country,language,interests",
        "Ann,ann@example.org,visitor,2025-07-27,1990,CN,en,",
        ",no-name@example.org,visitor,,,,,",
        "Bob,not an address,visitor,,,,,",
        "Cem,cem@example.org,unknown,,,,,",
        "Dan,dan@example.org,visitor,2025-01-01,,,,",
        "Eve,eve@example.org,visitor,tomorrow,,,,",
        "Fay,fay@example.org,visitor,,19x0,,,",
        "Gil,gil@example.org,visitor,,2020,,,",
        f"{'H' * 200},hal@example.org,visitor,,,,,",
        "Ida,ida@example.org,visitor,,,XX,,",
        "Jon,jon@example.org,visitor,,,,fr,",
        "Kim,kim@example.org,visitor,,,,,no-such-topic",
        "Ann Again,ANN@example.org,visitor,,,,,",
        "Mia,nobody,unknown,,2020,,,",
        "Leo,leo@example.org,visitor,,,,,,,,extra",
    ]
    response = upload(staff_client, "\n".join(lines))

    assert "1 good line" in response.content.decode()
    assert faults(response) == [
        (3, "name", "This cell must be filled."),
        (4, "email", "Enter an address with an @ and a dot after it, such as name@example.org."),
        (5, "ticket_type", "There is no such ticket. Choose one from the list."),
        (6, "days", "Choose at least one of the days of this ticket."),
        (7, "days", "“tomorrow” is no date. Write 2025-07-26."),
        (8, "birth_year", "Enter a year with four digits between 1900 and 2025."),
        (9, "birth_year", "Visitors under 14 are registered by a parent or guardian at the service desk."),
        (10, "name", "The name is longer than 120 characters."),
        (11, "country", "“XX” is no country code such as CN."),
        (12, "language", "“fr” is none of zh-hans, en, de."),
        (13, "interests", "No such topic: no-such-topic."),
        (14, "email", "Line 2 already has this value."),
        (15, "email", "Enter an address with an @ and a dot after it, such as name@example.org."),
        (15, "ticket_type", "There is no such ticket. Choose one from the list."),
        (15, "birth_year", "Visitors under 14 are registered by a parent or guardian at the service desk."),
        (16, "", "The line has 11 cells, the first line has 8."),
    ]


def test_the_good_lines_of_a_faulty_file_are_imported(fair, staff_client):
    data = GOOD + "Nobody,,visitor,,\n"

    response = confirm(staff_client, upload(staff_client, data))

    assert said(response) == ["Import done: 2 added."]
    assert Registration.objects.count() == 2


def test_when_one_line_fails_on_the_way_none_is_saved(fair, staff_client):
    Allotment.objects.filter(ticket_day__ticket_type=fair.workshop).update(capacity=0)

    response = confirm(staff_client, upload(staff_client, GOOD))

    assert "Nothing was imported" in response.content.decode()
    assert faults(response) == [
        (3, "ticket_type", "All places are taken for the days you chose. Try another day or ticket.")
    ]
    assert (Registration.objects.count(), Outbox.objects.count()) == (0, 0)
    assert not History.objects.filter(verb="import.done").exists()


def bulk(number: int, slug: str = "visitor") -> str:
    return "name,email,ticket_type\n" + "".join(f"Person {n},p{n}@example.org,{slug}\n" for n in range(number))


def test_a_long_import_goes_in_steps_and_is_found_again(fair, staff_client, monkeypatch):
    monkeypatch.setattr(RegistrationImporter, "batch", 2)
    monkeypatch.setattr(importing, "BATCHES", 2)

    page = confirm(staff_client, upload(staff_client, bulk(9)))

    assert "4 of 9 done." in page.content.decode()
    assert Registration.objects.count() == 4
    found = staff_client.get(REGISTRATIONS)
    assert "4 of 9 done." in found.content.decode()
    token = found.context["token"]
    assert "8 of 9 done." in staff_client.post(REGISTRATIONS, {"confirm": token}).content.decode()
    last = staff_client.post(REGISTRATIONS, {"confirm": token}, follow=True)
    assert said(last) == ["Import done: 9 added."]
    assert Registration.objects.count() == 9


def test_a_batch_that_fails_stops_a_long_import_and_the_mended_file_goes_on(fair, staff_client, monkeypatch, uploads):
    monkeypatch.setattr(RegistrationImporter, "batch", 2)
    workshop = Allotment.objects.filter(ticket_day__ticket_type=fair.workshop)
    workshop.update(capacity=3)

    page = confirm(staff_client, upload(staff_client, bulk(6, "workshop-50")))

    assert said(page) == ["Import done: 2 added."]
    assert faults(page) == [
        (5, "ticket_type", "All places are taken for the days you chose. Try another day or ticket.")
    ]
    assert Registration.objects.count() == 2
    assert list(uploads.iterdir()) == []
    workshop.update(capacity=50)
    assert said(confirm(staff_client, upload(staff_client, bulk(6, "workshop-50")))) == [
        "Import done: 4 added, 2 already there."
    ]


def test_a_missing_column_is_said_at_once(fair, staff_client):
    response = upload(staff_client, "name,ticket_type\nAnn,visitor\n")

    assert response.context["form"].errors == {"file": ["The first line lacks the column email."]}


def test_gb18030_and_a_formula_in_a_name(fair, staff_client):
    data = "name,email,ticket_type\n𬱖㛃,yi@example.org,visitor\n=1+1,x@example.org,visitor\n".encode("gb18030")

    response = upload(staff_client, data)

    assert "CSV, GB18030" in response.content.decode()
    assert faults(response) == [(3, "name", "A name has at least one letter.")]
    confirm(staff_client, response)
    assert Person.objects.filter(name="𬱖㛃").count() == 1


def test_a_file_that_is_too_large_is_refused(fair, staff_client, settings):
    settings.UPLOAD_LIMIT = 1000

    response = upload(staff_client, GOOD + "x" * 2000)

    assert response.context["form"].errors["file"][0].startswith("The file is larger than")


def test_50_megabytes_are_refused_before_they_are_read(fair, staff_client):
    response = staff_client.post(REGISTRATIONS, {"file": io.BytesIO(b"x")}, CONTENT_LENGTH="50000000")

    assert response.status_code == 413


def test_a_confirmed_import_cannot_be_sent_twice(fair, staff_client):
    preview = upload(staff_client, GOOD)
    confirm(staff_client, preview)

    assert said(confirm(staff_client, preview)) == ["This import is over. Upload the file again."]
    assert Registration.objects.count() == 2


def test_a_preview_belongs_to_its_uploader(fair, staff_client, limited):
    preview = upload(staff_client, GOOD)
    other = limited("registration.add_registration")

    assert said(confirm(other, preview)) == ["This import is over. Upload the file again."]
    assert Registration.objects.count() == 0


def test_without_permission_there_is_no_import(fair, limited):
    client = limited("registration.view_registration")

    assert client.get(REGISTRATIONS).status_code == 403
    assert upload(client, GOOD).status_code == 403
    assert Registration.objects.count() == 0


def test_the_template_has_the_columns(fair, staff_client):
    response = staff_client.get(f"{REGISTRATIONS}template/")

    assert response.content.decode("utf-8-sig").strip().split(",")[:3] == ["name", "email", "ticket_type"]


# --- places, topics, figures, organisations ---

TABLES = {
    "editions/venue": (Venue, "slug,name_en,name_de,position\nwest,West Bund,Westufer,3\n", ("name_de", "Westufer")),
    "editions/hall": (
        Hall,
        "code,venue,name_en,gross_sqm,approved_capacity,amber,red\nH9,expo,Hall 9,100,50,30,40\n",
        ("approved_capacity", 50),
    ),
    "editions/room": (Room, "code,venue,hall,name_en,seats\nroom-1,expo,H1,Room 1,80\n", ("seats", 80)),
    "editions/gate": (Gate, "code,zone,name_en,is_open\nS1,SITE-EXPO,South 1,yes\n", ("is_open", True)),
    "editions/topic": (
        Topic,
        'slug,kind,name_en,synonyms\nrobots,topic,Robots,"bots, 机器人"\n',
        ("synonyms", ["bots", "机器人"]),
    ),
    "editions/keyfigure": (
        KeyFigure,
        "slug,edition,metric,label_en,value,qualifier,as_of,source\nv25,2025,visitors,visitors,305000,over,2025-07-29,report\n",
        ("value", 305_000),
    ),
    "people/organisation": (Organisation, "slug,kind,name_en,country\nacme,company,ACME,de\n", ("country", "DE")),
}


@pytest.mark.parametrize("path", TABLES)
def test_each_table_is_imported_once_and_a_rerun_changes_nothing(fair, staff_client, path):
    Source.objects.create(slug="report", title="Report")
    model, data, (field, value) = TABLES[path]
    url = f"/admin/{path}/import/"
    count = model.objects.count()

    preview = upload(staff_client, data, url)
    assert faults(preview) == []
    assert model.objects.count() == count
    assert said(confirm(staff_client, preview, url)) == ["Import done: 1 added."]
    row = model.objects.latest("id")
    assert getattr(row, field) == value
    lines = History.objects.filter(subject_type=model._meta.label_lower, subject_id=row.pk)
    assert [(line.verb, line.reason) for line in lines] == [(f"{model._meta.model_name}.added", "import")]

    assert said(confirm(staff_client, upload(staff_client, data, url), url)) == ["Import done: 1 already there."]
    assert (model.objects.count(), lines.count()) == (count + 1, 1)


def test_a_changed_cell_changes_that_field_only(fair, staff_client):
    url = "/admin/editions/hall/import/"
    data = "code,venue,name_en,gross_sqm,approved_capacity,amber,red\nH1,expo,Hall 1,25000,9000,6400,7600\n"

    assert said(confirm(staff_client, upload(staff_client, data, url), url)) == ["Import done: 1 changed."]
    fair.hall.refresh_from_db()
    assert fair.hall.approved_capacity == 9000
    assert History.objects.get(verb="hall.changed").fields == ["approved_capacity"]


def test_a_rule_of_the_table_is_said_per_line(fair, staff_client):
    url = "/admin/editions/hall/import/"
    data = "code,venue,name_en,gross_sqm,approved_capacity,amber,red\nH8,expo,Hall 8,100,50,60,40\nH7,nowhere,Hall 7,1,1,1,1\n"

    response = upload(staff_client, data, url)

    assert faults(response) == [
        (2, "", "Amber, red and approved capacity must rise in this order."),
        (3, "venue", "Select a valid choice. That choice is not one of the available choices."),
    ]


def test_two_shown_claims_for_one_metric_meet_the_database_and_nothing_is_saved(fair, staff_client):
    Source.objects.create(slug="report", title="Report")
    url = "/admin/editions/keyfigure/import/"
    data = (
        "slug,edition,metric,label_en,value,qualifier,is_displayed,source\n"
        "a,2025,visitors,visitors,1,exact,yes,report\nb,2025,visitors,visitors,2,exact,yes,report\n"
    )

    response = confirm(staff_client, upload(staff_client, data, url), url)

    assert faults(response) == [(3, "", "Another claim for this metric is already shown.")]
    assert KeyFigure.objects.count() == 0
