"""A natural person, whatever the role; roles are rows elsewhere."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.core.ids import public_id
from apps.core.privacy import tags
from apps.editions.models import Sourced

FIRST_BIRTH_YEAR = 1900


class Person(Sourced):
    """One person for all years and roles.

    `name` is written as its owner writes it; the other two are names as well, not
    translations. A slug exists only for people with a public page.
    """

    PRIVACY = tags(
        public="public_id slug",
        personal="name name_hans name_latin country language",
        sensitive="birth_year",
        technical="id created_at",
    )

    public_id = models.CharField(max_length=26, unique=True, default=public_id, editable=False)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, null=True, blank=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    name_hans = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    name_latin = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    country = models.CharField(_("country or region"), max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=7, default="en")
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta(Sourced.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__gte=FIRST_BIRTH_YEAR),
                name="birth_year_is_possible",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """Return the name to print in a page of that language."""
        if language.startswith("zh"):
            return self.name_hans or self.name
        return self.name_latin or self.name


class ContactPoint(models.Model):
    """An address of a person. Only a verified one proves who somebody is (INV-01)."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("phone")

    PRIVACY = tags(personal="person value", technical="id kind verified_at")

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="contact_points", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.EMAIL)
    value = models.CharField(_("address"), max_length=254)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact address")
        verbose_name_plural = _("contact addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                condition=Q(verified_at__isnull=False),
                name="verified_address_is_unique",
            ),
            models.UniqueConstraint(fields=["person", "kind", "value"], name="address_once_per_person"),
        ]
        indexes = [models.Index(fields=["value"], name="contact_value")]

    def __str__(self) -> str:
        return self.value


class Consent(models.Model):
    """One answer to one question of consent; the latest row of a purpose counts."""

    PRIVACY = tags(personal="person", technical="id purpose text_version given at given_by")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents", verbose_name=_("person"))
    purpose = models.SlugField(_("purpose"), max_length=40)
    text_version = models.CharField(_("text version"), max_length=20)
    given = models.BooleanField(_("given"))
    at = models.DateTimeField(_("time"), db_default=Now())
    given_by = models.CharField(_("given by"), max_length=60)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [models.Index(fields=["person", "purpose", "-at"], name="consent_latest")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.text_version}"
