"""Calls: webhooks of a token."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core import egress, webhooks
from apps.core.api.idempotent import answer_once
from apps.core.api.problems import Problem
from apps.core.api.views import HouseAPIView
from apps.core.models import Webhook
from apps.core.permissions import rule, scope, visible, with_perm, with_scope

rule("webhook.use", with_scope("webhooks"))
rule("webhook.handle", with_perm("core.change_webhook"))


@scope(Webhook)
def webhooks_of(actor: Any, hooks: Any) -> Any:
    """Show staff all, a program its own."""
    if actor.has_perm("core.view_webhook"):
        return hooks
    return hooks.filter(token_id=actor.token.pk) if actor.token else hooks.none()


class CallSerializer(serializers.Serializer):
    """One attempt to deliver."""

    at = serializers.DateTimeField()
    status = serializers.IntegerField(allow_null=True)
    error = serializers.CharField()
    milliseconds = serializers.IntegerField()


class WebhookSerializer(serializers.Serializer):
    """A subscription; the secret is shown once, when it is made."""

    id = serializers.CharField(source="public_id", read_only=True)
    url = serializers.URLField(max_length=500)
    events = serializers.ListField(
        child=serializers.ChoiceField(choices=webhooks.EVENTS), allow_empty=False, max_length=20
    )
    secret = serializers.CharField(read_only=True, required=False)
    is_active = serializers.BooleanField(read_only=True)
    calls = CallSerializer(many=True, read_only=True)


def shown(hook: Webhook, calls: list[Any] | None = None, secret: str | None = None) -> dict[str, Any]:
    """Return a subscription in plain JSON types."""
    body = {
        "id": hook.public_id,
        "url": hook.url,
        "events": list(hook.events),
        "is_active": hook.is_active,
        "calls": CallSerializer(calls or [], many=True).data,
    }
    return body | {"secret": secret} if secret else body


class Webhooks(HouseAPIView):
    """The subscriptions of this token."""

    verbs = {"GET": "webhook.use", "POST": "webhook.use"}

    @extend_schema(operation_id="webhooks_list", responses=WebhookSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List them with their latest calls; a token holds at most twenty."""
        hooks = visible(self.actor, Webhook.objects.order_by("id")).prefetch_related("calls")
        found = [shown(hook, sorted(hook.calls.all(), key=lambda call: call.at)[-5:]) for hook in hooks]
        return Response({"count": len(found), "next": None, "previous": None, "results": found})

    @extend_schema(operation_id="webhooks_create", request=WebhookSerializer, responses={201: WebhookSerializer})
    def post(self, request: Request) -> Response:
        """Subscribe; the answer holds the secret that signs the calls."""
        return answer_once(request, lambda: self.create(request))

    def create(self, request: Request) -> Response:
        """Check the address and save."""
        form = WebhookSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data
        try:
            hook, secret = webhooks.subscribe(
                token=request.auth, url=data["url"], events=list(dict.fromkeys(data["events"])), by=self.actor
            )
        except egress.Refused as error:
            raise serializers.ValidationError({"url": [_("This address cannot be called.")]}) from error
        except ValueError as error:
            raise Problem(409, "too_many", gettext("A token holds at most 20 webhooks.")) from error
        return Response(shown(hook, secret=secret), status=201)


class WebhookDetail(HouseAPIView):
    """One subscription."""

    verbs = {"GET": "webhook.use", "DELETE": "webhook.use"}

    def one(self, public_id: str) -> Webhook:
        """Return it, if this token may see it."""
        return get_object_or_404(visible(self.actor, Webhook.objects.all()), public_id=public_id)

    @extend_schema(operation_id="webhooks_read", responses=WebhookSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        """Show it with its latest calls."""
        hook = self.one(public_id)
        return Response(shown(hook, list(hook.calls.order_by("-at", "-id")[:50])))

    @extend_schema(operation_id="webhooks_delete", responses={204: None})
    def delete(self, request: Request, public_id: str) -> Response:
        """End it."""
        webhooks.unsubscribe(hook=self.one(public_id), by=self.actor)
        return Response(status=204)
