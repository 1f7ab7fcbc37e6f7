"""Filters whose choices are known; they ask nothing of a long table."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


def by_choice(field: str, heading: Any, choices: Iterable[tuple[str, Any]]) -> type[admin.SimpleListFilter]:
    """Return a filter of one field by a fixed list of values."""
    fixed = list(choices)

    class ChoiceFilter(admin.SimpleListFilter):
        title = heading
        parameter_name = field

        def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
            return fixed

        def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
            known = {value for value, _label in fixed}
            return queryset.filter(**{field: self.value()}) if self.value() in known else queryset

    return ChoiceFilter


LanguageFilter = by_choice("language", _("language"), settings.LANGUAGES)
