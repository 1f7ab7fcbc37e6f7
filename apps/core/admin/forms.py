"""Forms of the back office: what the database would refuse is said beside the field first."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.postgres.forms.ranges import BaseRangeField
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname

from apps.core.translation import fingerprint, source_text


def translated_fields(model: type[Model]) -> tuple[str, ...]:
    """Return the names of the fields that have a column for each language."""
    try:
        names = set(translator.get_options_for_model(model).fields)
    except NotRegistered:
        return ()
    return tuple(field.name for field in model._meta.concrete_fields if field.name in names)


def localized(name: str) -> tuple[str, ...]:
    """Return the columns of a translated field, in the order of the site's languages."""
    return tuple(build_localized_fieldname(name, code) for code, _language in settings.LANGUAGES)


class HouseForm(forms.ModelForm):
    """A model form that checks every constraint and asks for texts in the source language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            name_parts(field)
        for name in translated_fields(self._meta.model):
            field = self._meta.model._meta.get_field(name)
            for code, language in settings.LANGUAGES:
                shown = self.fields.get(build_localized_fieldname(name, code))
                if shown is not None:
                    shown.label = f"{capfirst(field.verbose_name)} · {language}"
                    shown.required = not field.blank and code == self.instance.source_language
                    shown.widget.attrs.update({"lang": code, "data-language": code})

    def validate_unique(self) -> None:
        """Check also those constraints that Django skips because nobody edits all their fields."""
        super().validate_unique()
        instance = self.instance
        unset = {
            field.name
            for field in instance._meta.concrete_fields
            if not field.null and getattr(instance, field.attname) is None
        }
        try:
            instance.validate_constraints(exclude=unset | set(self.errors))
        except ValidationError as error:
            self._place(error)

    def note_translations(self) -> None:
        """Keep with each changed text that a human wrote it, and from which source text."""
        model, instance = self._meta.model, self.instance
        for name in translated_fields(model):
            source = source_text(instance, name)
            for code, _language in settings.LANGUAGES:
                column = build_localized_fieldname(name, code)
                if column in self.changed_data and code != instance.source_language:
                    made = {"how": "human", "of": fingerprint(source)}
                    instance.translations.setdefault(name, {})[code] = made

    def _place(self, error: ValidationError) -> None:
        """Show what is new beside its field, or at the top where the form has no such field."""
        for name, messages in error.message_dict.items():
            place = name if name in self.fields else NON_FIELD_ERRORS
            fresh = [message for message in messages if message not in self.errors.get(place, [])]
            if fresh:
                self.add_error(None if place == NON_FIELD_ERRORS else place, fresh)


class RowForm(HouseForm):
    """A row of a table: the column's heading is said to those who do not see it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not field.widget.is_hidden:
                say(field.widget, str(field.label))


class RowFormSet(forms.models.BaseInlineFormSet):
    """Rows below a form; the box that deletes one says so."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Name the box."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            say(form.fields["DELETE"].widget, _("Delete this row"))


class NamedAutocomplete(AutocompleteSelect):
    """A search field that has words in it even while nothing is chosen."""

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict[str, Any]:
        """Put the words where the script looks for them."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-placeholder": _("Search …")}


def name_parts(field: forms.Field) -> None:
    """Name each input of a field that has several, such as date and time; say the zone."""
    widget = field.widget
    if isinstance(field, forms.SplitDateTimeField):
        field.help_text = field.help_text or _("Shanghai time (UTC+8)")
    if isinstance(widget, forms.MultiWidget):
        is_range = isinstance(field, BaseRangeField)
        parts = (_("from"), _("until")) if is_range else (_("date"), _("time"))
        for part, word in zip(widget.widgets, parts, strict=False):
            say(part, f"{field.label}: {word}")


def say(widget: forms.Widget, text: str) -> None:
    """Give an input a name for those who do not see what stands beside it."""
    inner = getattr(widget, "widget", widget)
    if not isinstance(inner, forms.MultiWidget):
        inner.attrs.setdefault("aria-label", text)


def sentence_of(error: IntegrityError, *models: type[Model]) -> str:
    """Say in words which rule of the database was broken."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    for model in models:
        for constraint in model._meta.constraints:
            if constraint.name == name and constraint.violation_error_message:
                return str(constraint.get_violation_error_message())
    return _("Nothing was saved: the rule “%(rule)s” forbids it, or somebody changed this meanwhile.") % {
        "rule": name.replace("_", " ") or "?"
    }
