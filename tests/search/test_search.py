"""The index: words in three languages, fed by the outbox, filtered before ranking."""

import pytest

from apps.core import delivery, outbox
from apps.core.actors import ANONYMOUS, actor_of_user
from apps.core.models import Outbox
from apps.editions.models import Topic
from apps.search import services, words
from apps.search.models import Entry
from apps.search.selectors import facets, find, ids_found

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


def topic(slug="embodied-ai", **more):
    """Make a topic in three languages and index it."""
    values = {"name_en": "Embodied AI", "name_zh_hans": "具身智能", "name_de": "Verkörperte KI"} | more
    made = Topic.objects.create(slug=slug, **values)
    services.index(label="editions.topic", ids=[made.pk])
    return made


def titles(text, language="en", actor=ANONYMOUS):
    """Return the titles that somebody finds."""
    return [hit.title for hit in find(actor, text, language)]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("embodied", "en"), ("EMBODIED ai", "en"), ("embod", "en"), ("具身智能", "zh-hans"), ("智能", "zh-hans"), ("具身", "zh-hans"),
        ("verkörperte", "de"), ("verkorperte", "de"), ("verkoerperte", "de"), ("VERKÖRPERTEN", "de"), ("ｅｍｂｏｄｉｅｄ", "en"),
    ],
)  # fmt: skip
def test_it_is_found_however_it_is_written(asked, language):
    topic()
    assert len(titles(asked, language)) == 1


@pytest.mark.parametrize("asked", ["", "   ", "?!", "'", "\\", "' | 'x", "a:*b & !", "x" * 500, "机", "%", "\u202e"])
def test_no_query_breaks_it(asked):
    topic()
    assert isinstance(find(ANONYMOUS, asked, "en"), list)


def test_each_object_is_found_once_in_the_asked_language():
    topic(synonyms=["EAI"])
    assert titles("EAI", "de") == ["Verkörperte KI"]
    assert titles("EAI", "zh-hans") == ["具身智能"]


def test_a_title_counts_more_than_a_text():
    topic("second", name_en="Chips", name_zh_hans="芯片", name_de="Chips", text_en="Not about robots but near robots.")
    topic("first", name_en="Robots", name_zh_hans="机器人", name_de="Roboter")
    assert titles("robots") == ["Robots", "Chips"]


def test_what_only_staff_may_know_is_absent_for_others(staff):
    made = topic()
    Entry.objects.filter(object_id=made.pk).update(audience="staff")
    assert titles("embodied") == []
    assert facets(ANONYMOUS, "embodied") == []
    assert ids_found(ANONYMOUS, "embodied", Topic) == []
    assert titles("embodied", actor=actor_of_user(staff)) == ["Embodied AI"]


def test_the_index_follows_a_change_through_the_outbox():
    made = topic()
    made.name_en = "Robots with bodies"
    made.save()
    delivery.deliver(outbox.changed(made).pk)
    assert titles("bodies") == ["Robots with bodies"]
    assert titles("embodied") == []


def test_a_deleted_row_leaves_the_index():
    made = topic()
    message = outbox.changed(made)
    made.delete()
    delivery.deliver(message.pk)
    assert Entry.objects.count() == 0


def test_a_rebuild_keeps_what_is_known_and_drops_the_rest():
    topic()
    Entry.objects.create(
        object_type="gone.model", object_id=1, kind="x", language="en", title="ghost", url="/", words="ghost:1A"
    )
    delivery.deliver(outbox.put("index", "*", {}).pk)
    assert titles("ghost") == []
    assert titles("embodied") == ["Embodied AI"]
    assert Outbox.objects.get().done_at is not None


def test_words_are_quoted():
    assert words.vector({"A": "O'Neil"}) == "'o':1A 'neil':2A"
    assert words.query("' | 'x") == "('x':* | 'x')"


def test_the_page_escapes_what_was_asked(client):
    response = client.get("/en/search/", {"q": "<script>alert(1)</script>"})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_the_page_costs_two_statements_beyond_navigation(client, django_assert_num_queries):
    topic()
    client.get("/en/search/?q=warm")
    with django_assert_num_queries(2):
        client.get("/en/search/?q=embodied")
