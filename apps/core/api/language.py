"""`?lang=` for API answers, and texts in all languages for those who want them."""

from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from apps.core.api.problems import Problem
from apps.core.translation import text_of

SHORT = {"zh": "zh-hans", "zh-cn": "zh-hans"}


def language_of(request: Request) -> str:
    """Return the language of the call; raises a 400 problem for an unknown one."""
    given = request.query_params.get("lang", "").lower()
    if not given:
        return translation.get_language_from_request(request._request)
    code = SHORT.get(given, given)
    if code not in dict(settings.LANGUAGES):
        raise Problem(400, "lang", gettext("Known languages: zh-hans (zh), en, de."))
    return code


class LanguageMixin:
    """Activates the language of the call for the whole view."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Set the language before anything is answered."""
        translation.activate(language_of(request))
        super().initial(request, *args, **kwargs)


@extend_schema_field(str)
class TextField(serializers.Field):
    """A translated field as text in the call's language (or the first that has it)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, source="*", **kwargs)

    def to_representation(self, obj: Model) -> str:
        """Return the text."""
        return text_of(obj, self.field_name).value
