"""The demo's machinery: each app fills the socket `demo` from its `demo.py`.

An entry is an object with `order` (its rung on the ladder) and any of

    load_facts()               facts with their sources, in every database
    load_sample(profile, rng)  generated rows; `rng` is seeded, the clock stands still
    remove_sample()            takes exactly those rows out again
    real_data()                a sentence when the database holds what must not be mixed with a demo
    logins()                   who, where, e-mail and password of each demo account

Facts are upserted by slug, code or year in a few statements, so two loads are equal.
"""

import datetime as dt
import random
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils.translation import override

from apps.core import clock, outbox, sockets, stamps
from apps.core.translation import fingerprint

SEED = 20250726
OPENING = dt.datetime(2025, 7, 27, 10, 0, tzinfo=clock.SHANGHAI)
PROFILES = ("real", "small")
COLUMNS = {"en": "en", "zh": "zh_hans", "de": "de"}

Step = Callable[[str], AbstractContextManager[None]]  # put round each step, with its title


def parts() -> list[tuple[str, Any]]:
    """Return the entries of all apps, lowest rung first."""
    return sorted(sockets.demo.items(), key=lambda entry: (entry[1].order, entry[0]))


def real_data() -> list[str]:
    """Return why generated rows may not be loaded into this database."""
    askable = (part for _key, part in parts() if hasattr(part, "real_data"))
    return [sentence for part in askable if (sentence := part.real_data())]


def logins() -> list[tuple[str, str, str, str]]:
    """Return the demo accounts of all apps."""
    return [row for _key, part in parts() if hasattr(part, "logins") for row in part.logins()]


def load_facts(step: Step) -> None:
    """Load what is true, with its sources."""
    _load_facts(step)
    publish()


def load(profile: str, step: Step) -> None:
    """Load facts and generated rows, and let the demo clock run from the fair's second day."""
    _load_facts(step)
    for key, part in parts():
        if hasattr(part, "load_sample"):
            rng = random.Random(f"{SEED} {key}")
            with step(f"{key}: sample, {profile}"), still_and_whole():
                part.load_sample(profile, rng)
    with transaction.atomic():
        clock.set_to(OPENING)
        publish()


def _load_facts(step: Step) -> None:
    for key, part in parts():
        if hasattr(part, "load_facts"):
            with step(f"{key}: facts"), still_and_whole():
                part.load_facts()


@contextmanager
def still_and_whole() -> Iterator[None]:
    """Hold the demo clock and the language still; keep everything or nothing."""
    with clock.frozen_at(OPENING), override(settings.LANGUAGE_CODE), transaction.atomic():
        yield


@transaction.atomic
def remove_sample(step: Step) -> None:
    """Take out what was generated, highest rung first, and return to real time."""
    for key, part in reversed(parts()):
        if hasattr(part, "remove_sample"):
            with step(f"{key}: remove the sample"):
                part.remove_sample()
    clock.set_to(None)
    publish()


@transaction.atomic
def publish() -> None:
    """Make pages and index look again."""
    stamps.touch()
    outbox.put("index", "*", {})


# --- reading fact files and writing rows ---


def read(path: Path) -> dict[str, Any]:
    """Read one TOML file of facts."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def texts(**fields: Mapping[str, str] | None) -> dict[str, Any]:
    """Return the columns of translated fields, and the hash of what they were written from."""
    columns: dict[str, Any] = {"source_language": "en"}
    made: dict[str, Any] = {}
    for field, versions in fields.items():
        versions = versions or {}
        for language, column in COLUMNS.items():
            columns[f"{field}_{column}"] = versions.get(language, "")
        if versions:
            of = fingerprint(versions["en"])
            made[field] = {code: {"of": of} for code in ("zh-hans", "de") if versions.get(code[:2])}
    return {**columns, "translations": made}


def upsert(
    model: type[Model],
    rows: Iterable[Mapping[str, Any]],
    *,
    key: str | tuple[str, ...] = "slug",
    once: tuple[str, ...] = (),
) -> dict[Any, Any]:
    """Write rows in one statement and return them by key; `once` is set at the first load only."""
    rows = list(rows)
    keys = (key,) if isinstance(key, str) else key
    objects = [model(**row) for row in rows]
    names = {name for row in rows for name in row} - {*keys, *once}
    stored = model._base_manager.bulk_create(
        objects, update_conflicts=True, unique_fields=keys, update_fields=sorted(names | base_columns(names))
    )
    return {
        row[key] if isinstance(key, str) else tuple(row[k] for k in keys): obj
        for row, obj in zip(rows, stored, strict=True)
    }


def base_columns(names: set[str]) -> set[str]:
    """Return the untranslated columns behind `…_en`, which library code still reads."""
    return {name.removesuffix("_en") for name in names if name.endswith("_en")}


def link(through: type[Model], pairs: Iterable[tuple[Model, Model]]) -> None:
    """Tie rows of a many-to-many table; ties that somebody else made stay."""
    left, right = (field.name for field in through._meta.get_fields() if field.is_relation)
    through._base_manager.bulk_create(
        [through(**{left: one, right: other}) for one, other in pairs], ignore_conflicts=True
    )
