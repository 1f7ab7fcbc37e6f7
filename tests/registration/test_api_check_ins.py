"""The calls of a gate: scans, manifest."""

import base64
import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.core import clock, signed_codes
from apps.core.actors import SYSTEM
from apps.registration import manifest
from apps.registration.catalogue import entrance_of, offer_of
from apps.registration.models import Scan
from apps.registration.services import PersonData, gates, register, registrations
from apps.registration.services.badges import reissue
from tests.conftest import SUNDAY, SUNDAY_MORNING, make_caller

URL = "/api/v1/check-ins/"


@pytest.fixture
def outcome(fair):
    """Lin's registration."""
    person = PersonData(name="Lin Yue", email="lin@example.org", birth_year=2008)
    return register(offer=offer_of(2025, "visitor"), person=person, days=(SUNDAY,), by=SYSTEM, made_by="test")


@pytest.fixture
def code(outcome):
    """Lin's code."""
    return signed_codes.code_for(bytes(outcome.badge.serial), outcome.badge.key_id)


def send(device, *codes, gate="N1", **more):
    """Send scans and return the response."""
    entries = [{"id": str(uuid.uuid4()), "token": code, "at": SUNDAY_MORNING.isoformat(), **more} for code in codes]
    return device.client.post(URL, {"gate": gate, "scans": entries})


def test_an_admission_names_the_registration(code, outcome, gate_device):
    (result,) = send(gate_device, code).json()["results"]
    assert result["result"] == "admitted"
    assert result["reason"] is None
    assert result["registration"] == outcome.registration.code
    assert (result["name"], result["ticket_type"], result["first"]) == ("Lin Yue", "Visitor", None)
    assert result["flags"] == ["guardian_lane"]


def test_a_second_scan_carries_the_first(code, gate_device):
    send(gate_device, code)
    (result,) = send(gate_device, code).json()["results"]
    assert (result["result"], result["reason"]) == ("refused", "duplicate")
    assert result["first"]["gate"] == "N1"
    assert dt.datetime.fromisoformat(result["first"]["at"]) == SUNDAY_MORNING


def test_replaying_an_id_returns_its_first_result(code, gate_device):
    scan = {"id": "a", "token": code, "at": SUNDAY_MORNING.isoformat(), "direction": "in"}
    answers = [gate_device.client.post(URL, {"gate": "N1", "scans": [scan]}).json() for _ in range(2)]
    assert answers[0]["results"][0]["result"] == answers[1]["results"][0]["result"] == "admitted"
    assert Scan.objects.count() == 1


def test_a_batch_keeps_its_order(code, gate_device):
    results = send(gate_device, code, "nonsense", code).json()["results"]
    assert [entry["reason"] for entry in results] == [None, "unknown", "duplicate"]


@pytest.mark.parametrize(
    ("scan", "field"),
    [
        ({"id": "", "token": "x", "at": "2025-07-27T10:00:00+08:00"}, "scans.0.id"),
        ({"id": "a", "token": "x", "at": "yesterday"}, "scans.0.at"),
        ({"id": "a", "token": "x" * 401, "at": "2025-07-27T10:00:00+08:00"}, "scans.0.token"),
        ({"id": "a", "token": "x", "at": "2025-07-27T10:00:00+08:00", "direction": "up"}, "scans.0.direction"),
    ],
)
def test_bad_scans_are_refused_whole(code, gate_device, scan, field):
    good = {"id": "good", "token": code, "at": SUNDAY_MORNING.isoformat()}
    response = gate_device.client.post(URL, {"gate": "N1", "scans": [scan, good]})
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == field
    assert Scan.objects.count() == 0


@pytest.mark.parametrize("gate", ["N2", "", "<N1>"])
def test_a_device_works_at_its_own_gate_only(code, gate_device, gate):
    assert send(gate_device, code, gate=gate).status_code in (400, 404)
    assert Scan.objects.count() == 0


def test_a_program_without_the_scope_cannot_scan(code, program):
    assert send(program, code).status_code == 403
    assert Scan.objects.count() == 0


def test_a_revoked_device_is_refused_at_its_next_call(code, fair):
    made, secret = gates.make_pairing_code(gate=fair.gate, by=SYSTEM)
    device, token = gates.pair(code=secret, label="phone")
    caller = make_caller("other", ["check-ins:write"])
    caller.client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    assert send(caller, code).status_code == 200
    gates.revoke_device(device=device, by=SYSTEM)
    assert send(caller, code).status_code == 401


def test_a_scan_is_at_most_four_statements(code, gate_device):
    entrance_of("N1"), clock.offset()
    with CaptureQueriesContext(connection) as asked:
        assert send(gate_device, code).json()["results"][0]["result"] == "admitted"
    sent = [q for q in asked.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(sent) == 4


class TestManifest:
    """What a gate needs without network."""

    def get(self, device, **query):
        """Ask for the manifest."""
        return device.client.get(f"{URL}manifest/", {"gate": "N1", **query})

    def test_it_holds_keys_rules_and_serials_and_no_name(self, outcome, gate_device):
        response = self.get(gate_device)
        data = response.json()
        assert data["full"] is True
        assert [key["id"] for key in data["keys"]] == [1, 2]
        (rule,) = data["rules"]
        assert (rule["ticket_type"], rule["days"], rule["admits"]) == ("visitor", ["2025-07-27"], True)
        assert (rule["opens"], rule["closes"]) == ("08:00", "18:00")
        (group,) = data["groups"]
        assert base64.b64decode(group["serials"]) == bytes(outcome.badge.serial)[:6]
        assert "Lin" not in response.content.decode()
        assert "lin@" not in response.content.decode()

    def test_since_gives_only_what_is_new(self, outcome, gate_device, monkeypatch):
        monkeypatch.setattr(manifest, "COMMIT_LAG", 0)
        cursor = self.get(gate_device).json()["cursor"]
        reissue(registration=outcome.registration, by=SYSTEM)
        news = self.get(gate_device, since=cursor).json()
        assert news["full"] is False
        assert len(news["groups"]) == 1
        revoked = base64.urlsafe_b64encode(bytes(outcome.badge.serial)[:6]).decode()
        assert news["revoked"] == [revoked]

    def test_an_unchanged_manifest_is_304_and_a_changed_one_is_not(self, outcome, gate_device):
        etag = self.get(gate_device).headers["ETag"]
        again = gate_device.client.get(f"{URL}manifest/", {"gate": "N1"}, headers={"if-none-match": etag})
        assert again.status_code == 304
        registrations.hold_at_gate(registration=outcome.registration, by=SYSTEM, reason="check")
        assert self.get(gate_device).headers["ETag"] != etag

    def test_holds_are_named(self, outcome, gate_device):
        registrations.hold_at_gate(registration=outcome.registration, by=SYSTEM, reason="check")
        prefix = base64.urlsafe_b64encode(bytes(outcome.badge.serial)[:6]).decode()
        assert self.get(gate_device).json()["holds"] == [prefix]

    @pytest.mark.parametrize("since", ["x", "1", "1.2.3", "-1.5", "９.９", "1" * 40 + ".1"])
    def test_a_broken_cursor_gives_the_whole(self, outcome, gate_device, since):
        assert self.get(gate_device, since=since).json()["full"] is True

    def test_an_unknown_gate_does_not_exist(self, gate_device):
        assert gate_device.client.get(f"{URL}manifest/", {"gate": "N9"}).status_code == 404
