"""The call `search/`."""

from django.conf import settings
from django.utils import translation
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api.views import HouseAPIView
from apps.search.selectors import find

LONGEST = 200


class HitSerializer(serializers.Serializer):
    """One hit."""

    title = serializers.CharField()
    url = serializers.CharField()
    kind = serializers.CharField()
    summary = serializers.CharField()
    language = serializers.CharField()
    is_sample = serializers.BooleanField()


class Search(HouseAPIView):
    """Search over everything public."""

    public = True

    @extend_schema(
        operation_id="search",
        parameters=[OpenApiParameter("q", str), OpenApiParameter("kind", str), OpenApiParameter("lang", str)],
        responses=HitSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Answer at most 200 hits by rank."""
        text = request.query_params.get("q", "")[:LONGEST]
        kind = request.query_params.get("kind", "")[:40]
        language = translation.get_language() or settings.LANGUAGE_CODE
        hits = HitSerializer(find(self.actor, text, language, kind=kind), many=True).data
        return Response({"count": len(hits), "next": None, "previous": None, "results": hits})
