"""Visitors with a browser."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from apps.people.models import User


def proven(user: User) -> User:
    """Let the account have proven its address, as a first sign-in by code does."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def lin(visitor: User, client: Client) -> User:
    """Lin Yue, signed in with this test's client."""
    client.force_login(proven(visitor))
    return visitor


@pytest.fixture
def newcomer(db, client: Client) -> User:
    """An account from a first sign-in by code: no person is known yet."""
    user = proven(User.objects.create_user("newcomer@example.org"))
    client.force_login(user)
    return user
