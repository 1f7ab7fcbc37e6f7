"""Public reads: editions, venues, halls, gates, topics, figures."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from apps.core import clock
from apps.core.api.language import TextField
from apps.core.api.problems import Problem
from apps.core.api.views import PublicReadViewSet
from apps.editions import selectors
from apps.editions.models import Edition, Gate, Hall, KeyFigure, Topic, Venue
from apps.search.selectors import ids_found


def edition_asked(request: Request) -> Edition | None:
    """Return the edition of `?edition=`; None when it is not asked, a 400 problem for nonsense."""
    given = request.query_params.get("edition")
    if given is None:
        return None
    found = selectors.edition_of(int(given)) if given.isascii() and given.isdigit() and len(given) == 4 else None
    if found is None:
        raise Problem(400, "edition", "The edition is a year such as 2025.")
    return found


class SourceSerializer(serializers.Serializer):
    """Where a statement comes from."""

    title = serializers.CharField()
    publisher = serializers.CharField()
    url = serializers.CharField()
    published_on = serializers.DateField()


class FigureSerializer(serializers.ModelSerializer):
    """A figure never comes without qualifier, claimant, source and date."""

    label = TextField()
    unit = TextField()
    claimant = TextField()
    note = TextField()
    value_text = TextField()
    edition = serializers.IntegerField(source="edition.year", allow_null=True, default=None)
    source = SourceSerializer()
    is_sample = serializers.BooleanField()

    class Meta:
        model = KeyFigure
        fields = (
            "slug", "edition", "metric", "label", "value", "value_text", "unit", "qualifier",
            "claimant", "source", "as_of", "is_displayed", "note", "is_sample",
        )  # fmt: skip


class EditionSerializer(serializers.ModelSerializer):
    """An edition; `now` is the business clock."""

    name = TextField()
    theme = TextField()
    summary = TextField()
    conference = serializers.SerializerMethodField()
    exhibition = serializers.SerializerMethodField()
    now = serializers.SerializerMethodField()
    source = SourceSerializer()
    is_sample = serializers.BooleanField()

    class Meta:
        model = Edition
        fields = (
            "year", "ordinal", "name", "theme", "summary", "mode", "conference", "exhibition",
            "programme_formula", "is_current", "now", "source", "is_sample",
        )  # fmt: skip

    def get_conference(self, edition: Edition) -> dict[str, Any]:
        """First and last day."""
        return days_of(edition.conference)

    def get_exhibition(self, edition: Edition) -> dict[str, Any] | None:
        """First and last day, where there was an exhibition."""
        return days_of(edition.exhibition) if edition.exhibition else None

    def get_now(self, edition: Edition) -> str:
        """The hour by which this system decides."""
        return clock.now().astimezone(clock.SHANGHAI).isoformat()


def days_of(period: Any) -> dict[str, Any]:
    """Return the first and last day of a half-open range."""
    last = period.upper.fromordinal(period.upper.toordinal() - 1)
    return {"first": period.lower.isoformat(), "last": last.isoformat()}


class VenueSerializer(serializers.ModelSerializer):
    """A venue and the way there."""

    name = TextField()
    short_name = TextField()
    address = TextField()
    district = TextField()
    transport = TextField()
    is_sample = serializers.BooleanField()

    class Meta:
        model = Venue
        fields = ("slug", "name", "short_name", "address", "district", "transport", "is_sample")


class HallSerializer(serializers.ModelSerializer):
    """A hall with its area and approved capacity."""

    name = TextField()
    venue = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    is_sample = serializers.BooleanField()

    class Meta:
        model = Hall
        fields = ("code", "name", "venue", "gross_sqm", "approved_capacity", "amber", "red", "is_sample")


class GateSerializer(serializers.ModelSerializer):
    """An entrance."""

    name = TextField()
    zone = serializers.SlugRelatedField(slug_field="code", read_only=True)
    venue = serializers.CharField(source="zone.venue.slug")
    is_sample = serializers.BooleanField()

    class Meta:
        model = Gate
        fields = ("code", "name", "zone", "venue", "lanes", "is_sample")


class TopicSerializer(serializers.ModelSerializer):
    """A topic, focus tag, track or role."""

    name = TextField()
    text = TextField()
    parent = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    is_sample = serializers.BooleanField()

    class Meta:
        model = Topic
        fields = ("slug", "kind", "name", "text", "parent", "synonyms", "is_interest", "is_sample")


class EditionsScoped(PublicReadViewSet):
    """Rows that may be narrowed by `?edition=`."""

    finder = staticmethod(ids_found)

    def get_queryset(self) -> Any:
        """Read through the selector, of one edition where it is asked."""
        rows = super().get_queryset()
        edition = edition_asked(self.request)
        return self.of_edition(rows, edition) if edition else rows

    def of_edition(self, rows: Any, edition: Edition) -> Any:
        """Keep the rows of one edition."""
        return rows


class Editions(EditionsScoped):
    """All editions since 2018."""

    serializer_class = EditionSerializer
    lookup_field = "year"
    lookup_value_regex = r"\d{4}"
    select = staticmethod(selectors.get_editions_for)
    ordering = ("-year", "id")


class Venues(EditionsScoped):
    """Venues."""

    serializer_class = VenueSerializer
    lookup_field = "slug"
    select = staticmethod(selectors.get_venues_for)
    ordering = ("position", "id")

    def of_edition(self, rows: Any, edition: Edition) -> Any:
        """Keep the venues of one edition."""
        return rows.filter(editions=edition)


class Halls(EditionsScoped):
    """Halls."""

    serializer_class = HallSerializer
    lookup_field = "code"
    select = staticmethod(selectors.get_halls_for)
    ordering = ("position", "id")


class Gates(EditionsScoped):
    """Gates in use."""

    serializer_class = GateSerializer
    lookup_field = "code"
    select = staticmethod(selectors.get_gates_for)
    ordering = ("code", "id")


class Topics(EditionsScoped):
    """The topic tree."""

    serializer_class = TopicSerializer
    lookup_field = "slug"
    select = staticmethod(selectors.get_topics_for)
    ordering = ("kind", "position", "id")


class Figures(EditionsScoped):
    """Key figures with qualifier, claimant, source and date; all claims."""

    serializer_class = FigureSerializer
    lookup_field = "slug"
    select = staticmethod(selectors.get_figures_for)
    ordering = ("position", "id")

    def of_edition(self, rows: Any, edition: Edition) -> Any:
        """Keep the figures of one edition."""
        return rows.filter(edition=edition)
