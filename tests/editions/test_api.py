"""Public reads: what they carry, how they page, search and speak."""

import random

import pytest

from apps.core import demo, sockets
from apps.search import services

pytestmark = pytest.mark.django_db


class Quiet:
    """A step that says nothing."""

    def __init__(self, text):
        self.text = text

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False


@pytest.fixture
def record(db):
    """The facts of the demo, indexed."""
    demo.load_facts(Quiet)
    sockets.demo["editions"].load_sample("small", random.Random(1))
    services.rebuild()


def get(client, call, **query):
    """Return the JSON of a call."""
    return client.get(f"/api/v1/{call}", query).json()


def test_eight_editions_newest_first(client, record):
    data = get(client, "editions/")
    assert data["count"] == 8
    assert [row["year"] for row in data["results"]] == list(range(2025, 2017, -1))
    assert all(row["source"] for row in data["results"])


def test_an_edition_tells_the_business_clock(client, record):
    data = get(client, "editions/2025/")
    assert data["now"] == "2025-07-27T10:00:00+08:00"
    assert data["conference"] == {"first": "2025-07-26", "last": "2025-07-28"}
    assert data["exhibition"] == {"first": "2025-07-26", "last": "2025-07-29"}
    assert data["is_current"] is True


def test_inv_55_no_figure_without_qualifier_and_source(client, record):
    seen, address = 0, "/api/v1/figures/?page_size=200"
    while address:
        data = client.get(address).json()
        for row in data["results"]:
            assert row["qualifier"]
            assert row["source"]["title"]
            assert row["value"] is not None or row["value_text"]
        seen += len(data["results"])
        address = data["next"]
    assert seen == data["count"]


def test_the_founding_figure_keeps_its_word(client, record):
    rows = get(client, "figures/", edition=2018, page_size=200)["results"]
    guests = next(row for row in rows if row["metric"] == "attendees" and row["is_displayed"])
    assert (guests["value"], guests["qualifier"]) == (72000, "about")


@pytest.mark.parametrize(
    ("lang", "word"), [("zh", "大会"), ("zh-hans", "大会"), ("de", "Konferenz"), ("en", "Conference")]
)
def test_lang_chooses_the_language(client, record, lang, word):
    assert word in get(client, "editions/2025/", lang=lang)["name"]


@pytest.mark.parametrize("query", ["lang=fr", "edition=abc", "edition=1999", "edition=２０２５", "edition=-1"])
def test_nonsense_is_a_400_problem(client, record, query):
    response = client.get(f"/api/v1/figures/?{query}")
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")


def test_pages_follow_one_another_without_gap(client, record):
    first = get(client, "topics/", page_size=10)
    slugs, address = [row["slug"] for row in first["results"]], first["next"]
    while address:
        data = client.get(address).json()
        slugs += [row["slug"] for row in data["results"]]
        address = data["next"]
    assert len(slugs) == len(set(slugs)) == first["count"]


@pytest.mark.parametrize("size", ["0", "-1", "x", "100000"])
def test_a_page_holds_at_most_200(client, record, size):
    assert len(client.get(f"/api/v1/figures/?page_size={size}").json()["results"]) <= 200


def test_q_finds_by_rank_in_three_languages(client, record):
    for word in ("机器人", "Roboter", "robots"):
        data = get(client, "figures/", q=word)
        assert data["count"] >= 1
        assert data["results"][0]["metric"] == "robots"


def test_halls_and_gates_of_the_fair(client, record):
    halls = {row["code"]: row for row in get(client, "halls/")["results"]}
    assert (halls["H3"]["approved_capacity"], halls["H3"]["amber"], halls["H3"]["red"]) == (5600, 4480, 5320)
    assert sum(hall["gross_sqm"] for hall in halls.values()) == 70_000


@pytest.mark.parametrize("call", ["editions/1999/", "venues/nowhere/", "figures/none/", "topics/none/", "gates/X1/"])
def test_what_is_not_there_is_a_404_problem(client, record, call):
    response = client.get(f"/api/v1/{call}")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("call", ["editions/", "figures/", "topics/", "venues/"])
def test_nobody_writes_public_facts(client, program, record, call):
    assert program.client.post(f"/api/v1/{call}", {}).status_code in (403, 405)


@pytest.mark.parametrize(
    ("call", "count"), [("editions/", 2), ("figures/", 2), ("topics/", 2), ("halls/", 2), ("gates/", 2), ("venues/", 2)]
)
def test_lists_have_a_fixed_number_of_statements(client, record, django_assert_num_queries, call, count):
    client.get(f"/api/v1/{call}?lang=en")
    with django_assert_num_queries(count):
        client.get(f"/api/v1/{call}?lang=en&page_size=1")
    with django_assert_num_queries(count):
        client.get(f"/api/v1/{call}?lang=en&page_size=3")
