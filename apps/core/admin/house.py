"""The base of every list and form in the back office."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import ForeignKey, Model, QuerySet
from django.forms import BaseModelFormSet, ModelChoiceField, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import history, outbox, stamps
from apps.core.actors import actor_of
from apps.core.admin import marks
from apps.core.admin.acts import Acting
from apps.core.admin.door import allowed, declare
from apps.core.admin.export import Exporting
from apps.core.admin.forms import (
    HouseForm,
    NamedAutocomplete,
    RowForm,
    RowFormSet,
    localized,
    sentence_of,
    translated_fields,
)
from apps.core.admin.importing import Importing

HISTORY_SHOWN = 200


class Guarded:
    """Asks the door; nothing is deleted unless the class says so, a ledger is only read."""

    deletable = False
    ledger = False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask the door."""
        return allowed(request, self.opts, "view", obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask the door, except for ledgers."""
        return not self.ledger and allowed(request, self.opts, "add")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask the door, except for ledgers."""
        return not self.ledger and allowed(request, self.opts, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask the door where the class allows deletion at all."""
        return self.deletable and allowed(request, self.opts, "delete", obj)

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Leave out the plain name of a translated field; its columns stand for it."""
        return [*(super().get_exclude(request, obj) or ()), *translated_fields(self.model)]

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list:
        """Put the languages of a translated field side by side on one line."""
        names = translated_fields(self.model)
        columns = {column for name in names for column in localized(name)}
        placed = []
        for title, options in super().get_fieldsets(request, obj):
            fields = [localized(name) if name in names else name for name in options["fields"] if name not in columns]
            have = {name for name in options["fields"] if name in names}
            lost = [n for n in names if n not in have and set(localized(n)) & set(options["fields"])]
            placed.append((title, {**options, "fields": [*map(localized, lost), *fields]}))
        return placed

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Show where a row comes from; nobody edits it."""
        fields = list(super().get_readonly_fields(request, obj))
        if obj is not None and hasattr(obj, "provenance") and "origin" not in fields:
            fields.append("origin")
        return fields

    def formfield_for_foreignkey(self, field: ForeignKey, request: HttpRequest, **more: Any) -> ModelChoiceField:
        """Search in large tables instead of listing them."""
        if field.name in self.get_autocomplete_fields(request):
            more.setdefault("widget", NamedAutocomplete(field, self.admin_site))
        return super().formfield_for_foreignkey(field, request, **more)

    @admin.display(description=gettext_lazy("provenance"), ordering="provenance")
    def origin(self, obj: Model) -> SafeString | str:
        """Show where a row comes from."""
        return marks.provenance(obj)

    @admin.display(description=gettext_lazy("languages"))
    def parity(self, obj: Model) -> SafeString:
        """Show which languages a row lacks."""
        return marks.parity(obj, translated_fields(self.model))


class HouseAdmin(Exporting, Importing, Acting, Guarded, admin.ModelAdmin):
    """List, form, history, export and import of one table."""

    form = HouseForm
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/house/change_list.html"
    change_form_template = "admin/house/change_form.html"
    object_history_template = "admin/house/history.html"

    def __init__(self, model: type[Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        declare(self.opts)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show an app to those who may look at something in it."""
        return self.has_view_permission(request)

    # --- saving: the row, its history line, the index and the page stamps in one transaction ---

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Turn a rule that only the database could check into a sentence."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError as error:
            models = [self.model, *(inline.model for inline in self.inlines)]
            self.message_user(request, sentence_of(error, *models), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        """Save what was changed, and note how a translation came about."""
        if change and not form.changed_data:
            return
        if hasattr(form, "note_translations"):
            form.note_translations()
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        """Save the rows below the form and tell the index about each."""
        gone = [row.instance for row in getattr(formset, "deleted_forms", [])]
        removed = [(row._meta.label_lower, row.pk) for row in gone if row.pk]
        super().save_formset(request, form, formset, change)
        for row in [*formset.new_objects, *(row for row, _names in formset.changed_objects)]:
            outbox.changed(row)
        for label, pk in removed:
            outbox.put("index", label, {"id": pk})

    def construct_change_message(
        self, request: HttpRequest, form: ModelForm, formsets: list | None, add: bool = False
    ) -> list[str]:
        """Return the names of the changed fields, those of rows below with their table."""
        names = list(form.changed_data)
        for formset in formsets or ():
            table = formset.model._meta.model_name
            for row in formset.forms:
                names += [f"{table}.{name}" for name in row.changed_data]
        return list(dict.fromkeys(names))

    def log_addition(self, request: HttpRequest, obj: Model, message: list[str]) -> None:
        """Write the history line of a new row."""
        self._tell(request, obj, "added", message)

    def log_change(self, request: HttpRequest, obj: Model, message: list[str]) -> None:
        """Write the history line of a change; an unchanged form leaves none."""
        if message:
            self._tell(request, obj, "changed", message)

    def log_deletion(self, request: HttpRequest, obj: Model, object_repr: str) -> None:
        """Say nothing here: deletion writes its line together with the deletion."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Say nothing here: deletion writes its line together with the deletion."""

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete one row, with its history line."""
        self._tell(request, obj, "deleted", [])
        obj.delete()

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Delete rows one by one, each with its history line."""
        for obj in queryset:
            self.delete_model(request, obj)

    def _tell(self, request: HttpRequest, obj: Model, what: str, names: list[str]) -> None:
        verb = f"{self.opts.model_name}.{what}"
        history.write(obj, verb, by=actor_of(request), changed=[name[:60] for name in names])
        outbox.changed(obj)
        stamps.touch()

    # --- reading ---

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Answer what no list of ours sends with a sentence instead of an error."""
        title = capfirst(self.opts.verbose_name_plural)
        extra = {"title": title, "house_exports": self.may_export(request), "house_import": self.may_import(request)}
        try:
            with transaction.atomic():
                return super().changelist_view(request, {**extra, **(extra_context or {})})
        except (DataError, ValueError, ValidationError):
            self.message_user(request, _("That could not be understood."), messages.ERROR)
            return HttpResponseRedirect(request.path)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Show the house's own history of a row."""
        obj = self.get_object(request, object_id)
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(name)s") % {"name": obj},
            "subtitle": None,
            "lines": history.of(obj)[:HISTORY_SHOWN],
            "module_name": self.opts.verbose_name_plural,
            "object": obj,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)


class HouseInline(Guarded, admin.TabularInline):
    """Rows below a form; they ask the door for their own table."""

    form = RowForm
    formset = RowFormSet
    template = "admin/house/tabular.html"
    extra = 0

    def __init__(self, parent_model: type[Model], admin_site: admin.AdminSite) -> None:
        super().__init__(parent_model, admin_site)
        declare(self.opts)


class HouseStack(HouseInline):
    """Rows below a form, one under the other: for texts in three languages."""

    form = HouseForm
    template = "admin/edit_inline/stacked.html"
    classes = ("collapse",)
