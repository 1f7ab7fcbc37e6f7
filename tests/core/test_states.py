"""States move by their table, in one statement, with one history line."""

import itertools

import pytest
from django.db import transaction
from django.db.utils import Error

from apps.core import history, states
from apps.core.actors import SYSTEM
from apps.core.models import History
from apps.people.models import Person
from apps.registration.models import Registration
from tests.conftest import MONDAY

State = Registration.State
PAIRS = list(itertools.permutations(State, 2))


@pytest.fixture
def registration(fair):
    """A registration that a test puts into any state."""
    person = Person.objects.create(name="Lin Yue")
    return Registration.objects.create(
        edition=fair.edition, person=person, ticket_type=fair.workshop, days=[MONDAY],
        email_key="lin@example.org", made_by="test", state=State.DRAFT,
    )  # fmt: skip


@pytest.mark.parametrize(("start", "to"), PAIRS, ids=lambda state: str(state))
def test_every_pair_is_either_moved_or_refused_with_nothing_changed(registration, start, to):
    Registration.objects.filter(pk=registration.pk).update(state=start)
    registration.state = start
    if to in Registration.TRANSITIONS[start]:
        states.move(registration, to, by=SYSTEM, reason="test")
        assert Registration.objects.get(pk=registration.pk).state == to
        line = history.of(registration).get()
        assert (line.state_from, line.state_to, line.reason, line.actor_kind) == (start, to, "test", "system")
    else:
        with pytest.raises(states.IllegalMove):
            states.move(registration, to, by=SYSTEM)
        assert Registration.objects.get(pk=registration.pk).state == start
        assert History.objects.count() == 0


def test_who_comes_second_is_refused(registration):
    late = Registration.objects.get(pk=registration.pk)
    states.move(registration, State.SUBMITTED, by=SYSTEM)
    with pytest.raises(states.IllegalMove, match="no longer draft"):
        states.move(late, State.CANCELLED, by=SYSTEM)
    assert Registration.objects.get(pk=registration.pk).state == State.SUBMITTED


def test_a_move_is_one_statement(registration, django_assert_num_queries):
    with django_assert_num_queries(1):
        states.move(registration, State.SUBMITTED, by=SYSTEM)


def test_a_path_with_an_illegal_step_saves_nothing(registration):
    copy = Registration(edition_id=1)
    with pytest.raises(states.IllegalMove):
        states.enter(copy, [State.DRAFT, State.ATTENDED], by=SYSTEM)
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("change", ["update", "delete"])
def test_inv_58_history_only_grows(registration, change):
    states.move(registration, State.SUBMITTED, by=SYSTEM)
    with pytest.raises(Error, match="never changed or deleted"), transaction.atomic():
        if change == "update":
            History.objects.update(reason="nicer")
        else:
            History.objects.all().delete()
    assert History.objects.get().reason == ""


def test_history_keeps_no_personal_value(registration):
    history.write(registration, "registration.edited", by=SYSTEM, changed=["email_key", "days"])
    line = History.objects.get()
    assert line.fields == ["email_key", "days"]
    assert set(line.values) == {"days"}
