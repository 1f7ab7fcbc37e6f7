"""Abstract bases: where a row comes from, and how its translations came about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.privacy import tags


class Provenance(models.TextChoices):
    """Where a row comes from; decides the “sample data” label."""

    SEED = "seed", _("source article")
    PUBLIC = "public", _("public source")
    GENERATED = "generated", _("generated sample data")
    ENTERED = "entered", _("entered in this system")


class Provenanced(models.Model):
    """A row that knows where it comes from; the answer is never edited in forms."""

    PRIVACY = tags(technical="provenance")

    provenance = models.CharField(
        _("provenance"),
        max_length=9,
        choices=Provenance,
        default=Provenance.ENTERED,
        editable=False,
    )

    class Meta:
        abstract = True

    @property
    def is_sample(self) -> bool:
        """Tell whether the row must wear the “sample data” label."""
        return self.provenance == Provenance.GENERATED


class Translated(models.Model):
    """A row with texts in several languages.

    `translations` holds, per field and language, how that version came about and the hash of
    the source text it was made from, so that a stale version shows:
    {"title": {"de": {"how": "human", "of": "9f8e…"}}}.
    """

    PRIVACY = tags(technical="source_language translations")

    source_language = models.CharField(_("source language"), max_length=7, default="en", editable=False)
    translations = models.JSONField(_("translations"), default=dict, blank=True, editable=False)

    class Meta:
        abstract = True
