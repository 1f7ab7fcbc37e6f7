"""The facts of the demo: what the sources say, in three languages, and the sample floor."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Sum

from apps.core import demo
from apps.core.models import Provenance
from apps.editions.models import Edition, Gate, Hall, KeyFigure, Room, Source, Topic, TravelTime, Venue, VenueDay, Zone
from apps.people.models import Organisation, Person
from apps.records.models import Milestone, Statement

LANGUAGES = ("en", "zh_hans", "de")


@contextlib.contextmanager
def quiet(title: str) -> Iterator[None]:
    yield


@pytest.fixture
def facts(db: Any) -> None:
    """The facts, without any sample."""
    demo.load_facts(quiet)


@pytest.fixture
def floor(facts: None) -> None:
    """The sample floor as well."""
    with demo.still_and_whole():
        demo.sockets.demo["editions"].load_sample("small", None)


def figure(slug: str) -> KeyFigure:
    return KeyFigure.objects.get(slug=slug)


def test_eight_editions_follow_each_other(facts: None) -> None:
    rows = Edition.objects.order_by("year").values_list("ordinal", "year")
    assert list(rows) == list(enumerate(range(2018, 2026), 1))
    assert Edition.objects.get(is_current=True).year == 2025


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [
        (2018, dt.date(2018, 9, 17), dt.date(2018, 9, 19)),
        (2022, dt.date(2022, 9, 1), dt.date(2022, 9, 3)),
        (2025, dt.date(2025, 7, 26), dt.date(2025, 7, 28)),
    ],
)
def test_conferences_end_before_the_day_that_is_stored(facts: None, year: int, first: dt.date, last: dt.date) -> None:
    period = Edition.objects.get(year=year).conference
    assert (period.lower, period.upper - dt.timedelta(days=1)) == (first, last)


def test_the_exhibition_of_2025_is_open_one_day_longer(facts: None) -> None:
    edition = Edition.objects.get(year=2025)
    assert edition.exhibition.upper - edition.conference.upper == dt.timedelta(days=1)


def test_the_name_is_the_one_of_its_year(facts: None) -> None:
    names = dict(Edition.objects.values_list("year", "name_zh_hans"))
    assert names[2023] == "2023世界人工智能大会"
    assert names[2024] == "2024世界人工智能大会暨人工智能全球治理高级别会议"


@pytest.mark.parametrize(
    ("slug", "qualifier", "value", "unit"),
    [
        ("2018-attendees", "about", 72_000, ""),
        ("2018-countries", "exact", 40, ""),
        ("2020-online-views", "over", 250_000_000, ""),
        ("2025-companies", "over", 800, ""),
        ("2025-exhibits", "over", 3000, ""),
        ("2025-floor-sqm", "exact", 70_000, "m²"),
        ("2025-guests", "over", 1572, ""),
        ("2025-countries", "exact", 73, ""),
        ("2025-laureates", "exact", 12, ""),
        ("2025-industry-leaders", "exact", 215, ""),
        ("2025-robots", "exact", 60, ""),
        ("2025-premieres", "over", 100, ""),
        ("2025-under-35", "over", 40, "%"),
        ("2024-workshop-countries", "nearly", 40, ""),
        ("all-leading-figures", "over", 6550, ""),
        ("all-cooperations", "nearly", 300, ""),
        ("all-mobility-companies", "nearly", 200, ""),
    ],
)
def test_a_figure_of_the_article_keeps_its_word(facts: None, slug: str, qualifier: str, value: int, unit: str) -> None:
    row = figure(slug)
    assert (row.qualifier, row.value, row.unit_en, row.provenance, row.is_displayed) == (
        qualifier, value, unit, Provenance.SEED, True,
    )  # fmt: skip


def test_a_vague_figure_stays_in_words(facts: None) -> None:
    row = figure("all-output-growth")
    assert (row.value, row.value_text_zh_hans) == (None, "数千亿元")


def test_claims_that_disagree_stand_side_by_side(facts: None) -> None:
    claims = KeyFigure.objects.filter(edition__year=2025, metric="countries").order_by("-is_displayed", "value")
    assert [(row.qualifier, row.value, row.source.slug, row.is_displayed) for row in claims] == [
        ("exact", 73, "china-daily-2025", True),
        ("over", 30, "xinhua-2025", False),
        ("over", 70, "cns-2025", False),
    ]


def test_every_fact_names_its_source(facts: None) -> None:
    for model in (Edition, KeyFigure, Topic, Venue, Milestone, Statement, Person, Organisation):
        assert not model.objects.filter(source=None).exists(), model
        assert set(model.objects.values_list("provenance", flat=True)) <= {Provenance.SEED, Provenance.PUBLIC}, model


def test_every_text_stands_in_three_languages(facts: None) -> None:
    for model in (Edition, KeyFigure, Topic, Venue, Milestone, Statement, Organisation):
        for field in {field.name.removesuffix("_en") for field in model._meta.fields if field.name.endswith("_en")}:
            for row in model.objects.all():
                written = [language for language in LANGUAGES if getattr(row, f"{field}_{language}")]
                assert written in ([], list(LANGUAGES)), (row, field)


def test_named_people_are_not_more_than_the_article_names(facts: None) -> None:
    assert Person.objects.filter(slug__isnull=False).count() == 13
    peng = Person.objects.get(slug="peng-zhihui")
    assert [(row.organisation.slug, row.role_en) for row in peng.affiliations.all()] == [
        ("agibot", "Co-founder and CTO")
    ]


def test_seventeen_companies_are_named_as_exhibitors_of_2025(facts: None) -> None:
    assert Organisation.objects.filter(kind="company", editions__year=2025).count() == 17


def test_the_eleven_themes_of_the_forums_are_topics(facts: None) -> None:
    wanted = {
        "ai-safety-governance", "large-language-models", "computing-infrastructure", "embodied-ai",
        "intelligent-terminals", "ai-for-science", "open-source", "international-cooperation",
        "investment-financing", "talent", "new-industrialisation",
    }  # fmt: skip
    assert wanted <= set(Topic.objects.filter(kind="topic", parent=None).values_list("slug", flat=True))


def test_facts_bring_no_sample(facts: None) -> None:
    for model in apps.get_models():
        if any(field.name == "provenance" for field in model._meta.fields):
            assert not model.objects.filter(provenance=Provenance.GENERATED).exists(), model


def test_a_figure_that_staff_show_stays_shown(facts: None) -> None:
    shown = figure("2025-robots")
    KeyFigure.objects.filter(pk=shown.pk).update(is_displayed=False)
    own = KeyFigure.objects.create(slug="own", edition=shown.edition, metric="robots", label_en="Robots", value=61)
    demo.load_facts(quiet)
    rows = KeyFigure.objects.filter(edition__year=2025, metric="robots", is_displayed=True)
    assert list(rows) == [own]


def test_another_current_edition_stays_current(facts: None) -> None:
    Edition.objects.update(is_current=False)
    Edition.objects.filter(year=2024).update(is_current=True)
    demo.load_facts(quiet)
    assert Edition.objects.get(is_current=True).year == 2024


def test_the_halls_add_up_to_the_area_of_the_article(floor: None) -> None:
    assert Hall.objects.aggregate(area=Sum("gross_sqm"))["area"] == figure("2025-floor-sqm").value
    assert Hall.objects.filter(code="H3", approved_capacity=5600, amber=4480, red=5320).exists()  # A04


def test_gate_n1_opens_the_public_floor_of_the_exhibition_centre(floor: None) -> None:
    gate = Gate.objects.get(code="N1")
    assert (gate.zone.code, gate.zone.venue.slug, gate.is_open) == ("SITE-EXPO", "exhibition-center", True)
    assert Gate.objects.count() == 46


def test_the_way_between_two_venues(floor: None) -> None:  # A03
    ways = TravelTime.objects.values_list("start__slug", "end__slug", "minutes")
    assert ("expo-center", "exhibition-center", 25) in ways
    assert ("exhibition-center", "expo-center", 25) in ways
    assert ("west-bund", "exhibition-center", 45) in ways
    assert ("expo-center", "expo-hotel", 30) in ways


def test_the_halls_are_open_four_days_the_other_venues_three(floor: None) -> None:
    days = {slug: VenueDay.objects.filter(venue__slug=slug).count() for slug in ("exhibition-center", "expo-center")}
    assert days == {"exhibition-center": 4, "expo-center": 3}


def test_only_the_red_hall_has_seats_by_a_source(floor: None) -> None:
    assert list(Room.objects.exclude(source=None).values_list("code", "seats")) == [("red-hall", 2600)]
    assert Room.objects.get(code="silver-hall-a").seats == 280


def test_removing_the_floor_keeps_the_facts(floor: None) -> None:
    demo.sockets.demo["editions"].remove_sample()
    assert [model.objects.count() for model in (Hall, Zone, Gate, TravelTime, VenueDay)] == [0, 0, 0, 0, 0]
    assert (Venue.objects.count(), Room.objects.count(), Edition.objects.count()) == (3, 1, 8)
    assert Source.objects.count() == 39
