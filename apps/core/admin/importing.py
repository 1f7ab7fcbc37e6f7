"""The import pages of a list: upload, preview with every fault, then all good lines or none.

Where lines take scarce places the import goes in batches, each in its own transaction, so that
nobody who registers meanwhile waits for it; a batch that fails stops the import, and the
mended file goes on from there, because lines that are there already change nothing.
"""

from collections import Counter
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import exporter, history
from apps.core.actors import actor_of
from apps.core.admin import kept
from apps.core.admin.door import allowed
from apps.core.imports import Importer, Report, Unreadable, read
from apps.core.imports.importer import CHANGED, CREATED, SAME

SHOWN = 100
BATCHES = 5  # in one request


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
            most = settings.UPLOAD_LIMIT // 1_000_000
            raise forms.ValidationError(_("The file is larger than %(size)d MB.") % {"size": most})
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
            job = kept.under_way(request, self.opts.label_lower)
            if job:
                return self._import_progress(request, job["name"], job["done"], job["total"])
            return self._import_page(request, form=UploadForm())
        if "confirm" in request.POST:
            return self._import_confirmed(request)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._import_page(request, form=form)
        return self._import_preview(request, form)

    def _import_preview(self, request: HttpRequest, form: UploadForm) -> HttpResponse:
        try:
            table = read(form.cleaned_data["file"])
            report = self.importer().check(table)
        except Unreadable as error:
            form.add_error("file", str(error))
            return self._import_page(request, form=form)
        token = kept.keep(request, self.opts.label_lower, form.cleaned_data["file"])
        return self._import_page(request, form=UploadForm(), report=report, made_as=table.made_as, token=token)

    def _import_confirmed(self, request: HttpRequest) -> HttpResponse:
        job = kept.take(request, self.opts.label_lower)
        if job is None:
            self.message_user(request, _("This import is over. Upload the file again."), messages.WARNING)
            return HttpResponseRedirect(request.path)
        importer = self.importer()
        try:
            with job.path.open("rb") as file:
                report = importer.check(read(file))
            failed = self._import_step(request, importer, report, job)
        except Unreadable as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.path)
        if failed is None and job.done < len(report.good):
            kept.put_back(request, self.opts.label_lower, job, len(report.good))
            return self._import_progress(request, job.name, job.done, len(report.good))
        kept.forget(request, self.opts.label_lower)
        self._import_told(request, job)
        if failed is not None:
            return self._import_page(request, form=UploadForm(), report=failed, failed=True)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def _import_step(self, request: HttpRequest, importer: Importer, report: Report, job: kept.Kept) -> Report | None:
        """Save the next lines, batch by batch; return the report of a batch that failed."""
        step = importer.batch * BATCHES if importer.batch else len(report.good)
        lines = report.good[job.done : job.done + step]
        size = importer.batch or max(1, len(lines))
        for start in range(0, len(lines), size):
            part = importer.run(Report(lines[start : start + size], []), by=actor_of(request))
            if part.bad:
                return part
            job.done += len(part.good)
            job.outcome = dict(Counter(job.outcome) + part.outcome)
        return None

    def _import_told(self, request: HttpRequest, job: kept.Kept) -> None:
        """Say and write down what the import came to."""
        if not job.outcome:
            self.message_user(request, _("Nothing was imported."), messages.ERROR)
            return
        counts = _counted(job.outcome)
        reason = f"{self.opts.label_lower}: {counts}"
        history.write(request.user, "import.done", by=actor_of(request), reason=reason)
        self.message_user(request, _("Import done: %(counts)s.") % {"counts": counts}, messages.SUCCESS)

    def _import_progress(self, request: HttpRequest, token: str, done: int, total: int) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import %(name)s") % {"name": self.opts.verbose_name_plural},
            "opts": self.opts,
            "done": done,
            "total": total,
            "token": token,
        }
        return TemplateResponse(request, "admin/house/job.html", context)

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
            "limit": f"{settings.UPLOAD_LIMIT // 1_000_000} MB",
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


def _counted(outcome: dict[str, int]) -> str:
    words = {CREATED: _("added"), CHANGED: _("changed"), SAME: _("already there")}
    return ", ".join(f"{number} {words.get(what, what)}" for what, number in sorted(outcome.items()))
