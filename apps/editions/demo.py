"""The demo's editions, places, topics and figures: facts with sources, and a sample floor."""

import datetime as dt
import random
from pathlib import Path
from typing import Any

from apps.core import demo, sockets
from apps.core.models import Provenance
from apps.editions import models
from apps.editions.models import Edition, KeyFigure, Source, Topic, Venue

FACTS = Path(__file__).parent / "facts"
ORDER = 10
AMBER, RED = 80, 95  # per cent of the approved capacity
SAMPLE = {"provenance": Provenance.GENERATED, "source": None}
ARTICLE = "china-daily-2025"  # the article that this project started from
ONE_DAY = dt.timedelta(days=1)


class EditionsDemo:
    """Facts of all editions; halls, rooms, gates and opening days are sample rows."""

    order = ORDER

    def load_facts(self) -> None:
        """Write sources first, then what quotes them."""
        sources = load_sources()
        topics = load_topics(sources)
        venues = load_venues(sources)
        load_rooms(rooms(stated=True), venues, {}, sources)
        editions = load_editions(sources, topics, venues)
        load_blocks(sources, editions)
        load_figures(sources, editions)

    def load_sample(self, profile: str, rng: random.Random) -> None:
        """Write the sample floor; it is the same in every profile."""
        places = demo.read(FACTS / "places.toml")
        venues = load_sample_venues(places)
        halls = load_halls(places, venues["exhibition-center"])
        zones = load_zones(places, venues, halls)
        load_rooms(rooms(stated=False), venues, halls, {})
        load_gates(places, zones)
        load_travel(places, venues)
        load_days(places, venues)

    def remove_sample(self) -> None:
        """Delete generated rows, the dependent ones first."""
        for model in (models.VenueDay, models.TravelTime, models.Gate, models.Room, models.Zone, models.Hall, Venue):
            model.objects.filter(provenance=Provenance.GENERATED).delete()


sockets.demo.register("editions", EditionsDemo())


def provenance_of(slug: str) -> Provenance:
    """Return the provenance of what a source says."""
    return Provenance.SEED if slug == ARTICLE else Provenance.PUBLIC


def sourced(source: Source) -> dict[str, Any]:
    """Return source and provenance of a fact."""
    return {"source": source, "provenance": provenance_of(source.slug)}


# --- facts ---


def load_sources() -> dict[str, Source]:
    """Write the sources; facts are cited, nothing else is taken over."""
    facts = demo.read(FACTS / "sources.toml")
    blank = {"publisher": "", "url": "", "published_on": None, "note": "", "licence": "facts cited"}
    rows = [{**blank, "slug": slug, **fact, "provenance": provenance_of(slug)} for slug, fact in facts.items()]
    return demo.upsert(Source, rows)


def load_topics(sources: dict[str, Source]) -> dict[str, Topic]:
    """Write the topic tree, parents before children."""
    facts = demo.read(FACTS / "topics.toml")
    rows = {
        slug: {
            "slug": slug,
            "kind": fact.get("kind", Topic.Kind.TOPIC),
            "synonyms": fact.get("also", []),
            "position": position,
            "is_interest": "kind" not in fact,
            **demo.texts(name=fact["name"], text=fact.get("text")),
            **sourced(sources[ARTICLE]),
        }
        for position, (slug, fact) in enumerate(facts.items(), 1)
    }
    parents = {slug: fact["parent"] for slug, fact in facts.items() if "parent" in fact}
    topics = demo.upsert(Topic, [{**rows[slug], "parent": None} for slug in rows if slug not in parents])
    children = [{**rows[slug], "parent": topics[parent]} for slug, parent in parents.items()]
    return topics | demo.upsert(Topic, children)


def load_venues(sources: dict[str, Source]) -> dict[str, Venue]:
    """Write the venues of 2025 that the source names."""
    facts = demo.read(FACTS / "places.toml")["venues"]
    ties = sourced(sources[ARTICLE])
    return demo.upsert(
        Venue, [venue_row(slug, fact, place, ties) for place, (slug, fact) in enumerate(facts.items(), 1)]
    )


def venue_row(slug: str, fact: dict[str, Any], position: int, ties: dict[str, Any]) -> dict[str, Any]:
    """Return one venue."""
    names = ("name", "short_name", "address", "district")
    return {"slug": slug, "position": position, **demo.texts(**{name: fact.get(name) for name in names}), **ties}


def load_editions(sources: dict[str, Source], topics: dict[str, Topic], venues: dict[str, Venue]) -> dict[int, Edition]:
    """Write the editions; which one is current is decided once and then left to staff."""
    facts = demo.read(FACTS / "editions.toml")
    none_yet = not Edition.objects.filter(is_current=True).exists()
    rows = [
        {
            "year": int(year),
            "ordinal": fact["ordinal"],
            "mode": fact["mode"],
            "conference": days(fact["conference"]),
            "exhibition": days(fact.get("exhibition")),
            "programme_formula": fact.get("programme_formula", ""),
            "is_current": none_yet and fact.get("current", False),
            **demo.texts(name=fact["name"], theme=fact["theme"], summary=fact["summary"]),
            **sourced(sources[fact["source"]]),
        }
        for year, fact in facts.items()
    ]
    editions = demo.upsert(Edition, rows, key="year", once=("is_current",))
    pairs = [(editions[int(year)], fact) for year, fact in facts.items()]
    demo.link(Edition.topics.through, [(one, topics[slug]) for one, fact in pairs for slug in fact.get("topics", ())])
    demo.link(Edition.venues.through, [(one, venues[slug]) for one, fact in pairs for slug in fact.get("venues", ())])
    return editions


def days(first_and_last: list[dt.date] | None) -> tuple[dt.date, dt.date] | None:
    """Return a range of days; the stored end is the day after the last."""
    if first_and_last is None:
        return None
    first, last = first_and_last
    return (first, last + ONE_DAY)


def load_blocks(sources: dict[str, Source], editions: dict[int, Edition]) -> None:
    """Write the parts of each programme."""
    facts = demo.read(FACTS / "blocks.toml")
    rows = [
        {
            "edition": editions[int(year)],
            "slug": fact["slug"],
            "position": position,
            **demo.texts(name=fact["name"], text=fact.get("text")),
            **sourced(sources[fact["source"]]),
        }
        for year, blocks in facts.items()
        for position, fact in enumerate(blocks, 1)
    ]
    demo.upsert(models.ProgrammeBlock, rows, key=("edition", "slug"))


def load_figures(sources: dict[str, Source], editions: dict[int, Edition]) -> None:
    """Write every claim; the first one to a metric is shown unless staff show one of their own."""
    facts = demo.read(FACTS / "figures.toml")
    metrics = demo.read(FACTS / "metrics.toml")
    positions = {metric: position for position, metric in enumerate(metrics, 1)}
    ours = KeyFigure.objects.filter(provenance__in=(Provenance.SEED, Provenance.PUBLIC))
    ours.update(is_displayed=False)
    staffs = set(KeyFigure.objects.filter(is_displayed=True).values_list("edition__year", "metric"))
    seen: set[tuple[int | None, str]] = set()
    rows = []
    for claim in facts["claims"]:
        year, metric = subject = (claim.get("edition"), claim["metric"])
        is_first = subject not in seen
        seen.add(subject)
        rows.append(
            {
                **figure_row(claim, facts, metrics[metric], sources[claim["source"]], is_first),
                "edition": editions.get(year),
                "position": positions[metric],
                "is_displayed": is_first and subject not in staffs,
            }
        )
    demo.upsert(KeyFigure, rows)


def figure_row(
    claim: dict[str, Any], facts: dict[str, Any], metric: dict[str, Any], source: Source, is_first: bool
) -> dict[str, Any]:
    """Return one claim with the words round it."""
    slug = f"{claim.get('edition', 'all')}-{claim['metric']}"
    slug = slug if is_first else f"{slug}-{source.slug}"
    named = facts["claimants"].get(claim.get("claimant", ""))
    words = demo.texts(
        label=metric["label"],
        value_text=claim.get("words"),
        unit=metric.get("unit"),
        claimant=named or dict.fromkeys(demo.COLUMNS, source.publisher),
        note=facts["notes"].get(slug),
    )
    return {
        "slug": slug.replace("_", "-"),
        "metric": claim["metric"],
        "value": claim.get("value"),
        "qualifier": claim.get("qualifier", KeyFigure.Qualifier.EXACT),
        "as_of": claim.get("as_of", source.published_on),
        **words,
        **sourced(source),
    }


def rooms(*, stated: bool) -> dict[str, dict[str, Any]]:
    """Return the rooms whose seats a source states, or the others."""
    places = demo.read(FACTS / "places.toml")
    return {
        code: {**fact, "position": position}
        for position, (code, fact) in enumerate(places["rooms"].items(), 1)
        if ("source" in fact) is stated
    }


def load_rooms(
    facts: dict[str, Any], venues: dict[str, Venue], halls: dict[str, models.Hall], sources: dict[str, Source]
) -> None:
    """Write rooms: those of a source as facts, the others as sample rows."""
    rows = [
        {
            "code": code,
            "venue": venues[fact["venue"]],
            "hall": halls.get(fact.get("hall", "")),
            "seats": fact["seats"],
            "position": fact["position"],
            **demo.texts(name=fact["name"]),
            **(sourced(sources[fact["source"]]) if "source" in fact else SAMPLE),
        }
        for code, fact in facts.items()
    ]
    demo.upsert(models.Room, rows, key="code")


# --- the sample floor ---


def load_sample_venues(places: dict[str, Any]) -> dict[str, Venue]:
    """Write the hotel, which is a travel point only, and return all venues."""
    first = 1 + len(places["venues"])
    rows = [
        {**venue_row(slug, fact, place, SAMPLE), "is_bookable": False}
        for place, (slug, fact) in enumerate(places["sample_venues"].items(), first)
    ]
    demo.upsert(Venue, rows)
    return {venue.slug: venue for venue in Venue.objects.filter(slug__in=[*places["venues"], *places["sample_venues"]])}


def load_halls(places: dict[str, Any], venue: Venue) -> dict[str, models.Hall]:
    """Write the four halls with the limits at which staff are warned and entry stops."""
    rows = [
        {
            "code": code,
            "venue": venue,
            "gross_sqm": fact["gross_sqm"],
            "approved_capacity": fact["approved_capacity"],
            "amber": fact["approved_capacity"] * AMBER // 100,
            "red": fact["approved_capacity"] * RED // 100,
            "position": position,
            **demo.texts(name=fact["name"]),
            **SAMPLE,
        }
        for position, (code, fact) in enumerate(places["halls"].items(), 1)
    ]
    return demo.upsert(models.Hall, rows, key="code")


def load_zones(
    places: dict[str, Any], venues: dict[str, Venue], halls: dict[str, models.Hall]
) -> dict[str, models.Zone]:
    """Write the areas that tickets give access to."""
    rows = [
        {
            "code": code,
            "venue": venues[fact["venue"]],
            "hall": halls.get(fact.get("hall", "")),
            "zone_class": fact.get("zone_class", "public"),
            "provenance": Provenance.GENERATED,
            **demo.texts(name=fact["name"]),
        }
        for code, fact in places["zones"].items()
    ]
    return demo.upsert(models.Zone, rows, key="code")


def load_gates(places: dict[str, Any], zones: dict[str, models.Zone]) -> None:
    """Write 46 gates with numbered names."""
    rows = [
        {
            "code": f"{group['prefix']}{number}",
            "zone": zones[group["zone"]],
            "lanes": group["lanes"],
            "provenance": Provenance.GENERATED,
            **demo.texts(name={code: f"{name} {number}" for code, name in group["name"].items()}),
        }
        for group in places["gates"]
        for number in range(1, group["count"] + 1)
    ]
    demo.upsert(models.Gate, rows, key="code")


def load_travel(places: dict[str, Any], venues: dict[str, Venue]) -> None:
    """Write the minutes between two venues, there and back."""
    rows = [
        {"start": venues[one], "end": venues[other], "minutes": minutes, **SAMPLE}
        for first, second, minutes in places["travel"]["minutes"]
        for one, other in ((first, second), (second, first))
    ]
    demo.upsert(models.TravelTime, rows, key=("start", "end"))


def load_days(places: dict[str, Any], venues: dict[str, Venue]) -> None:
    """Write the opening days of the present edition with sample hours."""
    facts = places["days"]
    edition = Edition.objects.get(year=2025)
    rows = []
    for slug in places["venues"]:
        day, last = facts[slug]
        while day <= last:
            row = {"venue": venues[slug], "day": day, "opens": facts["opens"], "closes": facts["closes"]}
            rows.append({**row, "edition": edition, "provenance": Provenance.GENERATED})
            day += ONE_DAY
    demo.upsert(models.VenueDay, rows, key=("venue", "day"))
