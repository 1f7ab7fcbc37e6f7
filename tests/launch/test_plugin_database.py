"""Every test begins with the rows that migrations made, and with no others."""

import os

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from tests import plugin_database
from waic.env import database_url


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_transactional_test_may_ruin_everything(turn):
    assert ContentType.objects.filter(app_label="people", model="user").count() == 1
    assert not ContentType.objects.filter(app_label="left behind").exists()
    ContentType.objects.create(app_label="left behind", model=turn)
    ContentType.objects.filter(app_label="people", model="user").update(model="ruined")


@pytest.mark.django_db
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_test_in_a_transaction_finds_it_whole(turn):
    assert ContentType.objects.filter(app_label="people", model="user").count() == 1
    assert not ContentType.objects.filter(app_label="left behind").exists()
    ContentType.objects.create(app_label="left behind", model=turn)


def test_other_programs_reach_the_same_database(test_database_url, db):
    with psycopg.connect(test_database_url) as session:
        assert session.info.dbname == connection.settings_dict["NAME"]


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({"HOST": "db", "PORT": "5433", "PASSWORD": "p/w"}, "postgresql://waic:p%2Fw@db:5433/test"),
        ({"HOST": "/tmp/s", "PORT": "5432"}, "postgresql://waic@:5432/test?host=%2Ftmp%2Fs"),
    ],
)
def test_settings_and_url_say_the_same(monkeypatch, settings, url):
    whole = {"NAME": "test", "USER": "waic", "PASSWORD": "", "OPTIONS": {}, **settings}
    assert plugin_database.url_of(whole) == url
    monkeypatch.setenv("DATABASE_URL", url)
    read = database_url()
    assert {key: read[key] for key in whole} == whole


def test_the_hash_covers_what_migrations_say(monkeypatch):
    before = plugin_database.migrations_hash()
    assert plugin_database.migrations_hash() == before
    read = plugin_database.Path.read_bytes
    monkeypatch.setattr(plugin_database.Path, "read_bytes", lambda path: read(path) + b"# changed")
    assert plugin_database.migrations_hash() != before


def test_only_dead_processes_are_dead():
    assert plugin_database.alive(os.getpid()) is True
    assert plugin_database.alive(2**22 + 1) is False
