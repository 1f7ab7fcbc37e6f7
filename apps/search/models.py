"""The index: one row per object and language."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.privacy import tags


class Entry(models.Model):
    """What may be known about one object in one language.

    `words` holds folded words and CJK bigrams made in Python, so nothing depends on
    the server's dictionaries. `audience` names who may find it; `public` is everybody.
    """

    PRIVACY = tags(
        public="kind language title summary body url words facts place starts ends is_sample",
        technical="id object_type object_id audience updated_at",
    )

    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    kind = models.CharField(_("kind"), max_length=40)
    language = models.CharField(_("language"), max_length=7)
    title = models.CharField(_("title"), max_length=250)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=300)
    words = SearchVectorField()
    facts = models.JSONField(_("facts"), default=list)
    audience = models.CharField(_("audience"), max_length=60, default="public")
    place = models.CharField(_("place"), max_length=120, blank=True)
    starts = models.DateTimeField(_("starts"), null=True)
    ends = models.DateTimeField(_("ends"), null=True)
    is_sample = models.BooleanField(_("sample data"), default=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("index entry")
        verbose_name_plural = _("index entries")
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "language"], name="one_entry_per_object_and_language"
            ),
        ]
        indexes = [GinIndex(fields=["words"], name="entry_words")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"
