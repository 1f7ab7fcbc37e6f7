"""The tool room's own tables: history, outbox, tokens, webhooks, moved addresses."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from apps.core import delivery, history, outbox, tokens
from apps.core.actors import Actor, actor_of
from apps.core.admin import marks
from apps.core.admin.acts import Act, Refused
from apps.core.admin.door import allowed
from apps.core.admin.filters import by_choice
from apps.core.admin.house import HouseAdmin
from apps.core.admin.paging import CappedPaginator
from apps.core.admin.panels import Panel, Row, waiting
from apps.core.models import ApiToken, History, Outbox, SlugRedirect, Webhook, WebhookCall

ACTORS = [(kind, kind) for kind in ("staff", "person", "token", "system", "anonymous")]
TOPICS = [(topic, topic) for topic in ("mail", "event", "index", "webhook")]


class SubjectFilter(admin.SimpleListFilter):
    """Tables that the back office knows; nothing is asked of the long table itself."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Return the tables in the back office."""
        models = [model for model in model_admin.admin_site._registry if model is not History]
        return sorted(((m._meta.label_lower, str(m._meta.verbose_name)) for m in models), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow to one table."""
        return queryset.filter(subject_type=self.value()) if self.value() else queryset


@admin.register(History)
class HistoryAdmin(HouseAdmin):
    """Who did what, when and why; nobody writes here."""

    ledger = True
    paginator = CappedPaginator
    ordering = ("-id",)
    list_display = ("at", "verb", "subject", "states", "reason", "actor_label")
    list_filter = (SubjectFilter, by_choice("actor_kind", gettext_lazy("actor"), ACTORS))
    search_fields = ("=subject_id", "verb__startswith", "=actor_id")
    search_help_text = gettext_lazy("Number of the row, beginning of the action, or number of the account.")
    export_fields = (
        ("at", gettext_lazy("time")),
        ("verb", gettext_lazy("action")),
        ("subject_type", gettext_lazy("kind")),
        ("subject_id", gettext_lazy("row")),
        ("state_from", gettext_lazy("from")),
        ("state_to", gettext_lazy("to")),
        ("reason", gettext_lazy("reason")),
        ("actor_label", gettext_lazy("actor")),
        ("fields", gettext_lazy("changed fields")),
    )

    @admin.display(description=gettext_lazy("row"))
    def subject(self, line: History) -> SafeString | str:
        """Lead to the row that the line speaks of."""
        app, name = line.subject_type.split(".")
        known = any(m._meta.label_lower == line.subject_type for m in self.admin_site._registry)
        text = f"{name} {line.subject_id}"
        return marks.link(reverse(f"admin:{app}_{name}_change", args=[line.subject_id]), text) if known else text

    @admin.display(description=gettext_lazy("state"))
    def states(self, line: History) -> str:
        """Show the move."""
        return f"{line.state_from or '·'} → {line.state_to}" if line.state_to else ""


class OutboxState(admin.SimpleListFilter):
    """Parked, open or delivered."""

    title = gettext_lazy("state")
    parameter_name = "state"
    CHOICES = {
        "parked": Q(parked_at__isnull=False),
        "open": Q(done_at=None, parked_at=None),
        "done": Q(done_at__isnull=False),
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Return the three states."""
        return [("parked", _("parked")), ("open", pgettext("message", "open")), ("done", _("delivered"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Narrow to one state."""
        return queryset.filter(self.CHOICES[self.value()]) if self.value() in self.CHOICES else queryset


def try_again(message: Outbox, by: Actor, reason: str) -> None:
    """Give a parked message three new attempts."""
    if not delivery.unpark([message.pk]):
        raise Refused(_("It is not parked."))
    history.write(message, "outbox.unparked", by=by)


@admin.register(Outbox)
class OutboxAdmin(HouseAdmin):
    """Side effects under way; what has failed three times is parked here."""

    ledger = True
    paginator = CappedPaginator
    ordering = ("-id",)
    list_display = ("created_at", "topic", "name", "state", "attempts", "last_error", "done_at")
    list_filter = (OutboxState, by_choice("topic", pgettext_lazy("message", "topic"), TOPICS))
    search_fields = ("name__startswith", "=dedupe")
    acts = (Act("try_again", gettext_lazy("Try again"), try_again),)

    @admin.display(description=gettext_lazy("state"))
    def state(self, message: Outbox) -> SafeString:
        """Show whether the message is open, delivered or parked."""
        if message.parked_at:
            return marks.pill(_("parked"), "bad")
        return (
            marks.pill(_("delivered"), "good") if message.done_at else marks.pill(pgettext("message", "open"), "info")
        )


class TokenForm(forms.Form):
    """What a new token is for."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Scopes"),
        choices=[(scope, scope) for scope in tokens.SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )


def revoke(token: ApiToken, by: Actor, reason: str) -> None:
    """End a token at once."""
    if token.revoked_at:
        raise Refused(_("It has ended already."))
    tokens.revoke(token, by=by)


@admin.register(ApiToken)
class ApiTokenAdmin(HouseAdmin):
    """Tokens of programs and devices; the secret is shown once, when it is made."""

    list_display = ("name", "scopes", "bound_to", "created_at", "expires_at", "standing")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    search_fields = ("name", "bound_to")
    ordering = ("-id",)
    acts = (Act("revoke", gettext_lazy("Revoke"), revoke, danger=True),)

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        """Let nobody edit a token; it is made and revoked."""
        return False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Make a token and show its secret this once."""
        if not allowed(request, self.opts, "add"):
            raise PermissionDenied
        form = TokenForm(request.POST or None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("New API token"),
            "opts": self.opts,
            "form": form,
        }
        if request.method == "POST" and form.is_valid():
            token, secret = tokens.issue(**form.cleaned_data, by=actor_of(request))
            context |= {"token": token, "secret": secret}
        response = TemplateResponse(request, "admin/house/token.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response

    @admin.display(description=gettext_lazy("state"))
    def standing(self, token: ApiToken) -> SafeString:
        """Show whether the token still works."""
        return marks.pill(_("revoked"), "bad") if token.revoked_at else marks.pill(_("valid"), "good")


@admin.register(Webhook)
class WebhookAdmin(HouseAdmin):
    """Who is called when something happens; staff may only switch a call on or off."""

    list_display = ("url", "token", "events", "is_active", "calls_made")
    list_select_related = ("token",)
    list_filter = ("is_active",)
    search_fields = ("url", "token__name")
    ordering = ("-id",)
    fields = ("is_active", "url", "token", "events", "created_at")
    readonly_fields = ("url", "token", "events", "created_at")

    def has_add_permission(self, request: HttpRequest, obj: Webhook | None = None) -> bool:
        """Leave subscribing to the API; it gives the secret to the subscriber alone."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Count the calls of each subscription."""
        return super().get_queryset(request).annotate(call_count=Count("calls"))

    @admin.display(description=gettext_lazy("calls"))
    def calls_made(self, hook: Webhook) -> SafeString:
        """Lead to the calls."""
        url = reverse("admin:core_webhookcall_changelist")
        return marks.link(f"{url}?webhook__id__exact={hook.pk}", hook.call_count)


def send_again(call: WebhookCall, by: Actor, reason: str) -> None:
    """Queue the same event for the same subscriber once more."""
    if not call.webhook.is_active:
        raise Refused(_("The subscription is switched off."))
    outbox.put("webhook", call.message.name, call.message.payload)
    history.write(call.webhook, "webhook.sent_again", by=by)


@admin.register(WebhookCall)
class WebhookCallAdmin(HouseAdmin):
    """Each attempt to deliver an event, with its answer."""

    ledger = True
    paginator = CappedPaginator
    ordering = ("-id",)
    list_display = ("at", "webhook", "event", "answer", "milliseconds")
    list_select_related = ("webhook", "message")
    list_filter = (("webhook", admin.RelatedOnlyFieldListFilter),)
    acts = (Act("send_again", gettext_lazy("Send again"), send_again),)

    @admin.display(description=gettext_lazy("event"))
    def event(self, call: WebhookCall) -> str:
        """Show what was told."""
        return call.message.name

    @admin.display(description=gettext_lazy("answer"))
    def answer(self, call: WebhookCall) -> SafeString:
        """Show the status or what went wrong."""
        good = call.status is not None and 200 <= call.status < 300
        return marks.pill(call.status or call.error, "good" if good else "bad")


@admin.register(SlugRedirect)
class SlugRedirectAdmin(HouseAdmin):
    """Old addresses and where they lead."""

    deletable = True
    list_display = ("old_path", "new_path")
    search_fields = ("old_path", "new_path")
    ordering = ("old_path",)


@waiting.register("outbox")
def parked(request: HttpRequest) -> Panel | None:
    """Tell how many messages could not be delivered."""
    if not allowed(request, Outbox._meta, "view"):
        return None
    now = Outbox.objects.filter(done_at=None).aggregate(
        parked=Count("pk", filter=Q(parked_at__isnull=False)), open=Count("pk", filter=Q(parked_at=None))
    )
    url = reverse("admin:core_outbox_changelist")
    rows = []
    if now["parked"]:
        rows.append(Row(_("Parked after three attempts"), now["parked"], f"{url}?state=parked", "bad"))
    rows.append(Row(_("On their way"), now["open"], f"{url}?state=open"))
    return Panel(_("Messages"), rows, place=40)
