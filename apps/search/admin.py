"""The index in the back office: to see what may be found, not to change it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.core.admin import CappedPaginator, HouseAdmin, LanguageFilter
from apps.search.models import Entry


@admin.register(Entry)
class EntryAdmin(HouseAdmin):
    """One row per object and language."""

    ledger = True
    paginator = CappedPaginator
    list_display = ("title", "kind", "language", "audience", "url", "is_sample", "updated_at")
    list_filter = (LanguageFilter, "is_sample")
    search_fields = ("title", "=kind", "=object_id")
    ordering = ("-id",)
    exclude = ("words",)
    export_fields = (("kind", _("kind")), ("language", _("language")), ("title", _("title")), ("url", _("address")))
