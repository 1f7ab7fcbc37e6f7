"""Scans at gate N1: one answer, one reason, nothing twice."""

import datetime as dt
import uuid

import pytest
from django.db import transaction
from django.db.utils import Error

from apps.core import clock, signed_codes
from apps.core.actors import SYSTEM
from apps.editions.models import Gate, Zone
from apps.registration.catalogue import entrance_of, offer_of
from apps.registration.models import Registration, Scan, Stay
from apps.registration.services import PersonData, register, registrations, scans
from apps.registration.services.badges import reissue
from tests import shared_state
from tests.conftest import MONDAY, SUNDAY, SUNDAY_MORNING


@pytest.fixture
def ticket(fair):
    """Lin's registration for Sunday with its code."""
    outcome = register(
        offer=offer_of(2025, "visitor"),
        person=PersonData(name="Lin Yue", email="lin@example.org"),
        days=(SUNDAY,),
        by=SYSTEM,
        made_by="test",
    )
    return outcome.registration, code_of(outcome.badge)


def code_of(badge) -> str:
    """Return the text of a badge's QR code."""
    return signed_codes.code_for(bytes(badge.serial), badge.key_id)


def show(code, gate_device, *, gate="N1", nonce=None, direction="in", at=SUNDAY_MORNING, **more):
    """Show a code at a gate."""
    shown = scans.Shown(nonce or uuid.uuid4().hex, code, at, direction, **more)
    return scans.scan(shown=shown, entrance=entrance_of(gate), token=gate_device.token, by=gate_device.actor)


def test_a_valid_ticket_is_admitted_and_attends(ticket, gate_device):
    registration, code = ticket
    answer = show(code, gate_device)
    assert (answer.result, answer.reason, answer.ticket.code) == ("admitted", "", registration.code)
    registration.refresh_from_db()
    assert registration.state == Registration.State.ATTENDED


def test_a_second_scan_says_when_and_where_the_first_was(ticket, gate_device):
    _registration, code = ticket
    show(code, gate_device)
    again = show(code, gate_device)
    assert (again.result, again.reason) == ("refused", "duplicate")
    assert again.first == ("N1", SUNDAY_MORNING)


def test_leaving_opens_the_way_back_in(ticket, gate_device):
    _registration, code = ticket
    results = [show(code, gate_device, direction=way).result for way in ("in", "out", "in", "in")]
    assert results == ["admitted", "admitted", "admitted", "refused"]


def test_inv_13_the_same_scan_sent_twice_has_its_first_answer(ticket, gate_device):
    _registration, code = ticket
    first = show(code, gate_device, nonce="scan-1")
    again = show(code, gate_device, nonce="scan-1")
    assert (first.result, again.result) == ("admitted", "admitted")
    assert Scan.objects.count() == Stay.objects.count() == 1


@pytest.mark.parametrize("code", ["", "hello", "W1:" + "A" * 123, "HTTPS://EXAMPLE.ORG", "W1:é" + "0" * 122])
def test_anything_else_is_unknown(fair, gate_device, code):
    answer = show(code, gate_device)
    assert (answer.result, answer.reason, answer.ticket) == ("refused", "unknown", None)
    assert Scan.objects.get().badge_id is None


def test_a_tampered_code_is_unknown(ticket, gate_device):
    _registration, code = ticket
    changed = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert show(changed, gate_device).reason == "unknown"


def test_a_code_signed_with_a_foreign_key_is_unknown(ticket, gate_device, settings):
    registration, _code = ticket
    badge = registration.badges.get()
    settings.TICKET_KEYS = "1:" + "99" * 32
    signed_codes.keys.cache_clear()
    foreign = code_of(badge)
    settings.TICKET_KEYS = "1:" + "11" * 32 + ",2:" + "22" * 32
    signed_codes.keys.cache_clear()
    assert show(foreign, gate_device).reason == "unknown"
    assert show(code_of(badge), gate_device).result == "admitted"


class TestReasons:
    """INV-16: every refusal has one code."""

    def test_revoked(self, ticket, gate_device):
        registration, code = ticket
        reissue(registration=registration, by=SYSTEM)
        assert show(code, gate_device).reason == "revoked"

    def test_cancelled_counts_as_revoked(self, ticket, gate_device):
        registration, code = ticket
        registrations.cancel(registration=registration, by=SYSTEM)
        assert show(code, gate_device).reason == "revoked"

    def test_wrong_day(self, ticket, gate_device):
        _registration, code = ticket
        monday = dt.datetime.combine(MONDAY, dt.time(10), clock.SHANGHAI)
        with clock.frozen_at(monday):
            assert show(code, gate_device, at=monday).reason == "wrong_day"

    def test_wrong_zone(self, ticket, gate_device, fair):
        other = Zone.objects.create(code="WORKSHOP", venue=fair.venue, name_en="Workshop")
        Gate.objects.create(code="W1", zone=other, name_en="Workshop door")
        shared_state.forget()
        assert show(ticket[1], gate_device, gate="W1").reason == "wrong_zone"

    def test_window(self, ticket, gate_device):
        late = dt.datetime.combine(SUNDAY, dt.time(18), clock.SHANGHAI)
        with clock.frozen_at(late):
            assert show(ticket[1], gate_device, at=late).reason == "window"

    def test_full(self, ticket, gate_device, fair):
        Gate.objects.filter(pk=fair.gate.pk).update(crowd_hold=True)
        shared_state.forget()
        assert show(ticket[1], gate_device).reason == "full"

    def test_manual_hold(self, ticket, gate_device):
        registration, code = ticket
        registrations.hold_at_gate(registration=registration, by=SYSTEM, reason="check")
        assert show(code, gate_device).reason == "manual_hold"
        registrations.release_hold(registration=registration, by=SYSTEM)
        assert show(code, gate_device).result == "admitted"

    @pytest.mark.parametrize(
        ("state", "reason"), [("awaiting_payment", "unpaid"), ("id_check", "document"), ("expired", "revoked")]
    )
    def test_states(self, ticket, gate_device, state, reason):
        registration, code = ticket
        Registration.objects.filter(pk=registration.pk).update(state=state)
        assert show(code, gate_device).reason == reason


def test_a_device_clock_that_is_off_is_flagged_and_ours_decides(ticket, gate_device):
    _registration, code = ticket
    show(code, gate_device, at=SUNDAY_MORNING - dt.timedelta(hours=3))
    scan = Scan.objects.get()
    assert (scan.clock_is_off, scan.at) == (True, SUNDAY_MORNING)


def test_an_offline_scan_keeps_its_own_time_and_a_contradiction_is_reviewed(ticket, gate_device):
    registration, code = ticket
    registrations.hold_at_gate(registration=registration, by=SYSTEM, reason="check")
    earlier = SUNDAY_MORNING - dt.timedelta(hours=1, minutes=30)
    answer = show(code, gate_device, at=earlier, offline=True, decided="admitted")
    scan = Scan.objects.get()
    assert (answer.reason, scan.at, scan.offline, scan.needs_review) == ("manual_hold", earlier, True, True)


def test_a_new_badge_cannot_enter_a_second_time(ticket, gate_device):
    registration, code = ticket
    show(code, gate_device)
    new = reissue(registration=registration, by=SYSTEM)
    assert show(code_of(new), gate_device).reason == "duplicate"


@pytest.mark.parametrize("change", ["update", "delete"])
def test_inv_17_scans_are_never_changed(ticket, gate_device, change):
    show(ticket[1], gate_device)
    with pytest.raises(Error, match="never changed or deleted"), transaction.atomic():
        if change == "update":
            Scan.objects.update(result="refused", reason="unknown")
        else:
            Scan.objects.all().delete()
    assert Scan.objects.get().result == "admitted"


def test_a_scan_costs_two_statements_and_a_first_admission_three(ticket, gate_device, django_assert_num_queries):
    entrance_of("N1"), clock.offset()  # both are kept in process memory
    with django_assert_num_queries(5):  # three and the two ends of a savepoint
        show(ticket[1], gate_device)
    with django_assert_num_queries(4):
        show(ticket[1], gate_device)
