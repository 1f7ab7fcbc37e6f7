"""The door: denied unless allowed, unknown verbs are errors, unknown tables show nothing."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404

from apps.core.actors import ANONYMOUS, SYSTEM, actor_of_user
from apps.core.models import Stamp
from apps.core.permissions import can, require, visible
from apps.people.models import Person
from apps.registration.models import Registration

pytestmark = pytest.mark.django_db


def test_what_nobody_has_allowed_is_denied(visitor, clerk):
    for actor in (ANONYMOUS, actor_of_user(visitor), actor_of_user(clerk)):
        assert can(actor, "registration.handle") is False


def test_an_undeclared_verb_is_an_error_and_not_a_denial():
    with pytest.raises(ImproperlyConfigured):
        can(ANONYMOUS, "registration.fly")


def test_an_unknown_table_shows_nothing(visitor):
    Stamp.objects.create(name="x")
    assert visible(actor_of_user(visitor), Stamp.objects.all()).count() == 0
    assert visible(SYSTEM, Stamp.objects.all()).count() == 1


def test_a_deactivated_account_is_nobody(deactivated):
    assert actor_of_user(deactivated) is ANONYMOUS


def test_staff_without_permission_see_no_more_than_a_visitor(clerk, visitor):
    seen = visible(actor_of_user(clerk), Person.objects.all())
    assert list(seen) == [clerk.person]


def test_not_allowed_looks_like_not_found(visitor):
    with pytest.raises(Http404):
        require(actor_of_user(visitor), "registration.handle")


def test_a_label_never_holds_a_name(visitor):
    actor = actor_of_user(visitor)
    assert "Lin" not in actor.label
    assert "@" not in actor.label
    assert Registration.objects.count() == 0
