"""The live block with the timeline of all editions, for any page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core import sockets
from apps.core.actors import ANONYMOUS
from apps.core.offers import LiveBlock
from apps.records import selectors


def timeline(value: Mapping[str, Any], request: HttpRequest) -> dict[str, Any] | None:
    """Return all editions, oldest first."""
    editions = list(selectors.get_timeline_for(ANONYMOUS))[::-1]
    return {"editions": editions} if editions else None


sockets.blocks.register(
    "edition_timeline",
    LiveBlock(
        label=_("Timeline of the editions"),
        template="records/blocks/edition_timeline.html",
        context=timeline,
        icon="date",
    ),
)
