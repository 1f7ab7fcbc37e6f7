"""The import pages of a list: upload, preview with every fault, then all good lines or none.

Between preview and import the file waits under a random name that only the uploader's session
knows; it goes when the import is done, given up, or a day old.
"""

import secrets
import time
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import exporter, history
from apps.core.actors import actor_of
from apps.core.admin.door import allowed
from apps.core.imports import Importer, Report, Unreadable, read
from apps.core.imports.importer import CHANGED, CREATED, SAME

SHOWN = 100
DAY = 24 * 3600
SUFFIX = ".upload"


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=gettext_lazy("File (CSV or XLSX)"),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("The file is empty.")},
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is larger than a form may carry."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            most = filesizeformat(settings.UPLOAD_LIMIT)
            raise forms.ValidationError(_("The file is larger than %(size)s.") % {"size": most})
        return file


class Importing:
    """Offers an import where the class names an `importer`."""

    importer: type[Importer] | None = None

    def may_import(self, request: HttpRequest) -> bool:
        """Tell whether the asker may import into this table."""
        return self.importer is not None and allowed(request, self.opts, "import")

    def get_urls(self) -> list:
        """Add the import pages."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_import"
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name=name),
            path("import/template/", view(self.import_template_view), name=f"{name}_template"),
            *super().get_urls(),
        ]

    def import_template_view(self, request: HttpRequest) -> HttpResponse:
        """Send an empty file with the right first line."""
        if not self.may_import(request):
            raise PermissionDenied
        made = exporter.to_csv([column.name for column in self.importer.columns], [])
        response = HttpResponse(b"".join(made.content), content_type=made.content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}-import.csv"'
        return response

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Show the form, judge an upload, or import what was judged."""
        if not self.may_import(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._import_page(request, form=UploadForm())
        if "confirm" in request.POST:
            return self._import_confirmed(request)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._import_page(request, form=form)
        return self._import_preview(request, form)

    def _import_preview(self, request: HttpRequest, form: UploadForm) -> HttpResponse:
        importer = self.importer()
        try:
            table = read(form.cleaned_data["file"])
            report = importer.check(table)
        except Unreadable as error:
            form.add_error("file", str(error))
            return self._import_page(request, form=form)
        name = _keep(form.cleaned_data["file"])
        _forget(request, self.opts.label_lower)
        request.session[_key(self.opts.label_lower)] = name
        return self._import_page(request, form=UploadForm(), report=report, made_as=table.made_as, token=name)

    def _import_confirmed(self, request: HttpRequest) -> HttpResponse:
        kept = _claim(request, self.opts.label_lower)
        if kept is None:
            self.message_user(request, _("This import is over. Upload the file again."), messages.WARNING)
            return HttpResponseRedirect(request.path)
        importer = self.importer()
        try:
            with kept.open("rb") as file:
                report = importer.run(importer.check(read(file)), by=actor_of(request))
        except Unreadable as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.path)
        finally:
            kept.unlink(missing_ok=True)
        if not report.outcome and report.bad:
            self.message_user(request, _("Nothing was imported."), messages.ERROR)
            return self._import_page(request, form=UploadForm(), report=report, failed=True)
        counts = _counted(report)
        reason = f"{self.opts.label_lower}: {counts}"
        history.write(request.user, "import.done", by=actor_of(request), reason=reason)
        self.message_user(request, _("Import done: %(counts)s.") % {"counts": counts}, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def _import_page(self, request: HttpRequest, **more: Any) -> HttpResponse:
        report: Report | None = more.get("report")
        names = {column.name for line in report.good for column in self.importer.columns} if report else ()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import %(name)s") % {"name": self.opts.verbose_name_plural},
            "subtitle": None,
            "opts": self.opts,
            "columns": self.importer.columns,
            "shown": SHOWN,
            "limit": filesizeformat(settings.UPLOAD_LIMIT),
            **more,
        }
        if report:
            context["bad"] = report.bad[:SHOWN]
            context["sample_columns"] = [c.name for c in self.importer.columns if c.name in names]
            context["sample"] = [
                (line.number, [_shown(line.values.get(c.name)) for c in self.importer.columns])
                for line in report.good[:5]
            ]
        return TemplateResponse(request, "admin/house/import.html", context)


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)[:80]


def _counted(report: Report) -> str:
    words = {CREATED: _("added"), CHANGED: _("changed"), SAME: _("already there")}
    return ", ".join(f"{number} {words.get(what, what)}" for what, number in sorted(report.outcome.items()))


# --- the file between preview and import ---


def _key(label: str) -> str:
    return f"import:{label}"


def _keep(file: UploadedFile) -> str:
    """Store the upload under a random name and drop what is a day old."""
    folder = Path(settings.UPLOADS_TEMP)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in folder.glob(f"*{SUFFIX}*"):
        if time.time() - old.stat().st_mtime > DAY:
            old.unlink(missing_ok=True)
    name = secrets.token_urlsafe(24)
    file.seek(0)
    with (folder / (name + SUFFIX)).open("xb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return name


def _forget(request: HttpRequest, label: str) -> None:
    name = request.session.pop(_key(label), None)
    if name:
        (Path(settings.UPLOADS_TEMP) / (name + SUFFIX)).unlink(missing_ok=True)


def _claim(request: HttpRequest, label: str) -> Path | None:
    """Take the waiting file; of two clicks only the first gets it."""
    name = request.session.get(_key(label), "")
    if not name or not secrets.compare_digest(name.encode(), request.POST.get("confirm", "").encode()):
        return None
    del request.session[_key(label)]
    kept = Path(settings.UPLOADS_TEMP) / (name + SUFFIX)
    try:
        return kept.rename(kept.with_suffix(f"{SUFFIX}-taken"))
    except FileNotFoundError:
        return None
