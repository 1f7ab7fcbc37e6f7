"""The shared topic tree: forums, exhibits, articles and people hang on it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.core.models import Translated
from apps.core.privacy import tags
from apps.editions.models.figures import Sourced


class Topic(Sourced, Translated):
    """A topic, a focus tag, a track or a role; `kind` keeps the lists apart."""

    class Kind(models.TextChoices):
        TOPIC = "topic", _("topic")
        FOCUS = "focus", _("focus tag")
        TRACK = "track", _("track")
        ROLE = "role", _("role of the conference")

    PRIVACY = tags(public="slug kind parent name text synonyms position is_interest", technical="id")

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.TOPIC)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent topic")
    )
    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("text"), blank=True)
    synonyms = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=_("synonyms in all languages")
    )
    is_interest = models.BooleanField(_("offered as an interest"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta(Sourced.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(parent=F("id")), name="topic_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name
