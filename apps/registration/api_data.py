"""Reading and writing the JSON of registrations and check-ins."""

from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.core import clock
from apps.people.addresses import fold_email
from apps.people.countries import is_country
from apps.people.names import clean_birth_year, clean_name
from apps.registration.models import Registration, Scan

LANGUAGES = {"zh": "zh-hans", "zh-hans": "zh-hans", "en": "en", "de": "de"}
MOST_INTERESTS = 20
MOST_SCANS = 500


def checked(function: Any, *args: Any) -> Any:
    """Run a cleaner of ours inside a serializer."""
    try:
        return function(*args)
    except DjangoValidationError as error:
        raise serializers.ValidationError(error.messages) from error


class PersonSerializer(serializers.Serializer):
    """The person to register."""

    name = serializers.CharField(max_length=120, trim_whitespace=True)
    email = serializers.CharField(max_length=254)
    country = serializers.CharField(max_length=2, required=False, allow_blank=True, default="")
    birth_year = serializers.IntegerField(required=False, allow_null=True, default=None)
    language = serializers.ChoiceField(choices=sorted(LANGUAGES), required=False, default="en")
    interests = serializers.ListField(
        child=serializers.SlugField(max_length=60), required=False, default=list, max_length=MOST_INTERESTS
    )

    def validate_name(self, value: str) -> str:
        """Clean the name."""
        return checked(clean_name, value)

    def validate_email(self, value: str) -> str:
        """Bring the address into its comparable form."""
        return checked(fold_email, value)

    def validate_country(self, value: str) -> str:
        """Take ISO 3166 codes."""
        code = value.upper()
        if code and not is_country(code):
            raise serializers.ValidationError(_("This is no code of a country or region."))
        return code

    def validate_birth_year(self, value: int | None) -> int | None:
        """Refuse impossible years."""
        return checked(clean_birth_year, value, clock.today()) if value is not None else None

    def validate_language(self, value: str) -> str:
        """Accept `zh` for short."""
        return LANGUAGES[value]


class RegistrationWriteSerializer(serializers.Serializer):
    """A registration as a program sends it."""

    edition = serializers.IntegerField(min_value=1, max_value=9999)
    ticket_type = serializers.SlugField(max_length=60)
    days = serializers.ListField(
        child=serializers.DateField(), required=False, allow_null=True, default=None, max_length=31
    )
    person = PersonSerializer()


class TicketSerializer(serializers.Serializer):
    """The signed code and its picture."""

    token = serializers.CharField()
    qr_svg_url = serializers.URLField()


class RegistrationSerializer(serializers.Serializer):
    """A registration as a program reads it."""

    code = serializers.CharField()
    state = serializers.ChoiceField(choices=Registration.State.choices)
    edition = serializers.IntegerField()
    ticket_type = serializers.CharField()
    days = serializers.ListField(child=serializers.DateField())
    is_sample = serializers.BooleanField()
    ticket = TicketSerializer(allow_null=True)


class ScanSerializer(serializers.Serializer):
    """One scan of a device."""

    id = serializers.CharField(max_length=64)
    token = serializers.CharField(max_length=400, allow_blank=True)
    at = serializers.DateTimeField()
    direction = serializers.ChoiceField(choices=Scan.Direction.choices, default=Scan.Direction.IN)
    offline = serializers.BooleanField(default=False)
    decided = serializers.ChoiceField(choices=Scan.Result.choices, required=False, allow_blank=True, default="")


class CheckInSerializer(serializers.Serializer):
    """Scans of one gate."""

    gate = serializers.CharField(max_length=20)
    scans = ScanSerializer(many=True, allow_empty=False)

    def validate_scans(self, scans: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Bound the batch."""
        if len(scans) > MOST_SCANS:
            raise serializers.ValidationError(_("Send at most 500 scans at once."))
        return scans


class FirstSerializer(serializers.Serializer):
    """Where and when the first scan was."""

    gate = serializers.CharField()
    at = serializers.DateTimeField()


class ScanAnswerSerializer(serializers.Serializer):
    """What the gate is told about one scan."""

    id = serializers.CharField()
    result = serializers.ChoiceField(choices=Scan.Result.choices)
    reason = serializers.ChoiceField(choices=Scan.Reason.choices, allow_null=True)
    registration = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    ticket_type = serializers.CharField(allow_null=True)
    first = FirstSerializer(allow_null=True)
    flags = serializers.ListField(child=serializers.CharField())
