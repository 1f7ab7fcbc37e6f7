"""Exports of a list: all its filtered rows, or the chosen ones, as CSV or XLSX.

The one exporter of the house writes them, so nothing leaves as a formula. A history line says
who took what; it names the filters, never their values, which may be somebody's address.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core import exporter, history
from apps.core.actors import actor_of
from apps.core.admin.door import allowed

FORMATS = ("csv", "xlsx")
CHUNK = 2000


class Exporting:
    """Offers the columns in `export_fields`: pairs of a path for values_list and a heading."""

    export_fields: tuple[tuple[str, Any], ...] = ()

    def may_export(self, request: HttpRequest) -> bool:
        """Tell whether the asker may take rows of this table away."""
        return bool(self.export_fields) and allowed(request, self.opts, "export")

    def get_urls(self) -> list:
        """Add the address that exports a filtered list."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [path("export/", self.admin_site.admin_view(self.export_view), name=name), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, tuple]:
        """Offer both formats for the chosen rows."""
        actions = super().get_actions(request)
        if self.may_export(request) and "_popup" not in request.GET:
            actions["export_csv"] = (_action("csv"), "export_csv", _("Export the chosen rows as CSV"))
            actions["export_xlsx"] = (_action("xlsx"), "export_xlsx", _("Export the chosen rows as XLSX"))
        return actions

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Send all rows of the list as its filters stand in the address."""
        if not self.may_export(request):
            raise PermissionDenied
        fmt = request.POST.get("format", "")
        if request.method != "POST" or fmt not in FORMATS:
            return HttpResponseNotAllowed(["POST"])
        try:
            rows = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            raise Http404 from None
        return self.export(request, rows, fmt)

    def export_rows(self, queryset: QuerySet) -> Iterator[tuple]:
        """Yield the cells of each row, fetched in chunks."""
        paths = [name for name, _heading in self.export_fields]
        return queryset.values_list(*paths).iterator(chunk_size=CHUNK)

    def export(self, request: HttpRequest, queryset: QuerySet, fmt: str) -> StreamingHttpResponse:
        """Write the history line and stream the file."""
        filters = [name for name in request.GET if name not in ("p", "o", "e", "all")]
        asked = ", ".join(sorted(filters)) or "all"
        reason = f"{self.opts.label_lower} {fmt}, by: {asked}"
        history.write(request.user, "export.taken", by=actor_of(request), reason=reason)
        headings = [str(heading) for _name, heading in self.export_fields]
        made = exporter.write(fmt, headings, self.export_rows(queryset))
        name = f"{self.opts.model_name}-{timezone.localdate():%Y-%m-%d}.{made.extension}"
        response = StreamingHttpResponse(made.content, content_type=made.content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _action(fmt: str) -> Callable:
    def action(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        return model_admin.export(request, queryset, fmt)

    return action
