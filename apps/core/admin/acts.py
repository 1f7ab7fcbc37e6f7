"""Verbs in bulk: an action of a list calls one service for each chosen row.

A verb that needs a reason asks for it on a page between. More than `BATCH` rows go in batches,
each in its own transaction, with progress; the job lies in the session, so the page may be
left and found again.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.actors import Actor, actor_of
from apps.core.admin.door import allowed
from apps.core.states import IllegalMove

BATCH = 200
AT_MOST = 20_000
REASON_LENGTH = 200


class Refused(Exception):
    """A verb says no to one row, in a sentence for staff."""


class Act(NamedTuple):
    """One verb of a list: `run(obj, by, reason)` does it or raises Refused."""

    name: str
    label: Any
    run: Callable[[Any, Actor, str], Any]
    needs_reason: bool = False
    danger: bool = False


class Acting:
    """Offers the verbs in `acts` as actions of the list and as buttons of the form."""

    acts: tuple[Act, ...] = ()

    def may_act(self, request: HttpRequest) -> bool:
        """Tell whether the asker may use the verbs of this table."""
        return allowed(request, self.opts, "change")

    def get_actions(self, request: HttpRequest) -> dict[str, tuple]:
        """Add the verbs to the actions of the list."""
        actions = super().get_actions(request)
        if self.acts and self.may_act(request) and "_popup" not in request.GET:
            for act in self.acts:
                actions[act.name] = (_action(act), act.name, act.label)
        return actions

    def acts_for(self, request: HttpRequest, obj: Model | None) -> list[Act]:
        """Return the verbs to offer as buttons; a class may leave out what a row cannot do."""
        return list(self.acts) if obj is not None and self.may_act(request) else []

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs: Any) -> HttpResponse:
        """Put the buttons into the form's page."""
        context["house_acts"] = self.acts_for(request, kwargs.get("obj"))
        return super().render_change_form(request, context, **kwargs)

    def get_urls(self) -> list:
        """Add the page that shows a long job at work."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_job"
        return [path("job/", self.admin_site.admin_view(self.job_view), name=name), *super().get_urls()]

    def job_view(self, request: HttpRequest) -> HttpResponse:
        """Show how far a long job is; each POST does the next batch."""
        if not self.may_act(request):
            raise PermissionDenied
        job = request.session.get(_job_key(self))
        if job is None:
            return HttpResponseRedirect(_list_url(self))
        act = next(act for act in self.acts if act.name == job["act"])
        if request.method == "POST":
            part = job["ids"][job["done"] : job["done"] + BATCH]
            rows = self.get_queryset(request).filter(pk__in=part).order_by("pk")
            outcome = _run(act, rows, actor_of(request), job["reason"])
            job["done"] += len(part)
            job["outcome"] = dict(Counter(job["outcome"]) + outcome)
            request.session[_job_key(self)] = job
            if job["done"] >= len(job["ids"]):
                del request.session[_job_key(self)]
                _report(self, request, act, Counter(job["outcome"]))
                return HttpResponseRedirect(_list_url(self))
        context = _page(self, request, act) | {"done": job["done"], "total": len(job["ids"])}
        return TemplateResponse(request, "admin/house/job.html", context)


def _action(act: Act) -> Callable:
    def action(admin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        reason = " ".join(request.POST.get("reason", "").split())[:REASON_LENGTH]
        if act.needs_reason and not reason:
            asked = "reason" in request.POST
            context = _page(admin, request, act) | {"queryset": queryset[:20], "asked": asked}
            context |= {"number": queryset.count(), "reason_length": REASON_LENGTH, "posted": _posted(request)}
            return TemplateResponse(request, "admin/house/reason.html", context)
        ids = list(queryset.order_by("pk").values_list("pk", flat=True)[: AT_MOST + 1])
        if len(ids) > AT_MOST:
            message = _("Choose at most %(number)d rows at once.") % {"number": AT_MOST}
            admin.message_user(request, message, messages.ERROR)
            return None
        if len(ids) > BATCH:
            job = {"act": act.name, "ids": ids, "done": 0, "reason": reason, "outcome": {}}
            request.session[_job_key(admin)] = job
            return HttpResponseRedirect(_list_url(admin, "job"))
        rows = admin.get_queryset(request).filter(pk__in=ids).order_by("pk")
        _report(admin, request, act, _run(act, rows, actor_of(request), reason))
        return _back(request)

    return action


@transaction.atomic
def _run(act: Act, rows: QuerySet, by: Actor, reason: str) -> Counter:
    """Run a verb over rows in one transaction; a row that is refused leaves no trace."""
    outcome: Counter = Counter()
    for row in rows:
        try:
            with transaction.atomic():
                act.run(row, by, reason)
            outcome[""] += 1
        except Refused as error:
            outcome[str(error)] += 1
        except ValidationError as error:
            outcome[" ".join(error.messages)] += 1
        except IllegalMove:
            outcome[_("Its state does not allow this.")] += 1
    return outcome


def _report(admin: Any, request: HttpRequest, act: Act, outcome: Counter) -> None:
    done = outcome.pop("", 0)
    if done:
        said = ngettext("%(act)s: %(n)d row.", "%(act)s: %(n)d rows.", done)
        admin.message_user(request, said % {"act": act.label, "n": done}, messages.SUCCESS)
    for sentence, number in outcome.most_common(5):
        said = ngettext("%(n)d row left alone: %(why)s", "%(n)d rows left alone: %(why)s", number)
        admin.message_user(request, said % {"n": number, "why": sentence}, messages.WARNING)


def _page(admin: Any, request: HttpRequest, act: Act) -> dict[str, Any]:
    here = admin.admin_site.each_context(request)
    return {**here, "title": act.label, "subtitle": None, "opts": admin.opts, "act": act}


def _posted(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what the list has sent, for the page between to send again."""
    keep = ("action", "select_across", "index", "back", ACTION_CHECKBOX_NAME)
    return [(name, value) for name in keep for value in request.POST.getlist(name)]


def _back(request: HttpRequest) -> HttpResponse | None:
    """Return to the form whose button was pressed, or stay with the list."""
    back = request.POST.get("back", "")
    if back and url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return HttpResponseRedirect(back)
    return None


def _job_key(admin: Any) -> str:
    return f"job:{admin.opts.label_lower}"


def _list_url(admin: Any, page: str = "changelist") -> str:
    return reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_{page}")
