"""What may be imported into places, topics and figures."""

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from apps.core.admin.forms import HouseForm
from apps.core.imports import Column, FormImporter, as_bool, as_date, as_integer, as_list
from apps.editions.models import Edition, Gate, Hall, KeyFigure, Room, Source, Topic, Venue, Zone

LANGUAGES = ("en", "zh_hans", "de")
SOURCE = Column("source", help=_("Slug of the source."))


def texts(name: str, required: bool = False) -> tuple[Column, ...]:
    """Return the columns of a text, one a language; the English one may be required."""
    return tuple(Column(f"{name}_{code}", required=required and code == "en") for code in LANGUAGES)


def by_code(model: type[Model], field: str, required: bool = True) -> forms.ModelChoiceField:
    """Return a field that finds a row by its slug or code."""
    return forms.ModelChoiceField(model._default_manager.all(), to_field_name=field, required=required)


def form_for(table: type[Model], names: tuple[Column, ...], **found: forms.Field) -> type[HouseForm]:
    """Return the form that judges a line: the model's own fields, others found by code."""

    class LineForm(HouseForm):
        class Meta:
            model = table
            fields = [column.name for column in names]

    LineForm.base_fields.update(found)
    return LineForm


class VenueImporter(FormImporter):
    """Venues by slug."""

    model = Venue
    key = ("slug",)
    columns = (
        Column("slug", required=True),
        *texts("name", required=True),
        *texts("address"),
        *texts("district"),
        *texts("transport"),
        Column("latitude"),
        Column("longitude"),
        Column("is_bookable", as_bool, help=_("yes or no")),
        Column("position", as_integer),
        SOURCE,
    )
    form = form_for(Venue, columns, source=by_code(Source, "slug", required=False))


class HallImporter(FormImporter):
    """Halls by code."""

    model = Hall
    key = ("code",)
    columns = (
        Column("code", required=True),
        Column("venue", required=True, help=_("Slug of the venue.")),
        *texts("name", required=True),
        Column("gross_sqm", as_integer, required=True),
        Column("approved_capacity", as_integer, required=True),
        Column("amber", as_integer, required=True),
        Column("red", as_integer, required=True),
        Column("position", as_integer),
        SOURCE,
    )
    form = form_for(Hall, columns, venue=by_code(Venue, "slug"), source=by_code(Source, "slug", required=False))


class RoomImporter(FormImporter):
    """Rooms by code."""

    model = Room
    key = ("code",)
    columns = (
        Column("code", required=True),
        Column("venue", required=True, help=_("Slug of the venue.")),
        Column("hall", help=_("Code of the hall.")),
        *texts("name", required=True),
        Column("seats", as_integer, required=True),
        Column("lanes", as_integer),
        Column("position", as_integer),
        SOURCE,
    )
    form = form_for(
        Room,
        columns,
        venue=by_code(Venue, "slug"),
        hall=by_code(Hall, "code", required=False),
        source=by_code(Source, "slug", required=False),
    )


class GateImporter(FormImporter):
    """Gates by code."""

    model = Gate
    key = ("code",)
    columns = (
        Column("code", required=True),
        Column("zone", required=True, help=_("Code of the zone.")),
        *texts("name", required=True),
        Column("lanes", as_integer),
        Column("is_open", as_bool, help=_("yes or no")),
    )
    form = form_for(Gate, columns, zone=by_code(Zone, "code"))


class TopicImporter(FormImporter):
    """Topics by slug; a parent must be there before its children."""

    model = Topic
    key = ("slug",)
    columns = (
        Column("slug", required=True),
        Column("kind", required=True, help=_("topic, focus, track or role")),
        Column("parent", help=_("Slug of the parent topic.")),
        *texts("name", required=True),
        *texts("text"),
        Column("synonyms", as_list, help=_("Separated by commas.")),
        Column("is_interest", as_bool, help=_("yes or no")),
        Column("position", as_integer),
        SOURCE,
    )
    form = form_for(
        Topic,
        columns,
        parent=by_code(Topic, "slug", required=False),
        source=by_code(Source, "slug", required=False),
    )


class KeyFigureImporter(FormImporter):
    """Claims by slug; each needs its source (INV-55)."""

    model = KeyFigure
    key = ("slug",)
    columns = (
        Column("slug", required=True),
        Column("edition", help=_("Year; empty for a figure over several editions.")),
        Column("metric", required=True),
        *texts("label", required=True),
        Column("value", as_integer),
        *texts("value_text"),
        *texts("unit"),
        Column("qualifier", required=True, help=_("exact, about, over, nearly, at_least or order")),
        *texts("claimant"),
        Column("as_of", as_date, help=_("Date, such as 2025-07-28.")),
        Column("is_displayed", as_bool, help=_("yes or no")),
        *texts("note"),
        Column("position", as_integer),
        Column("source", required=True, help=_("Slug of the source.")),
    )
    form = form_for(
        KeyFigure,
        columns,
        edition=by_code(Edition, "year", required=False),
        source=by_code(Source, "slug"),
    )
