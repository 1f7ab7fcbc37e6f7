"""The search page: one field, hits by rank, kinds as filters."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from apps.core.actors import ANONYMOUS
from apps.core.pagecache import shared_page
from apps.search.selectors import facets, find

LONGEST = 200
SHOWN = 50
KINDS = {
    "article": _("Articles"),
    "edition": _("Editions"),
    "figure": _("Key figures"),
    "milestone": _("Milestones"),
    "organisation": _("Organisations"),
    "page": _("Pages"),
    "person": _("People"),
    "topic": _("Topics"),
    "venue": _("Places"),
    "hall": _("Places"),
    "ticket_type": _("Tickets"),
}


@shared_page
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what everybody may find; the page is the same for all, so it may be kept."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    kind = request.GET.get("kind", "")
    counted = facets(ANONYMOUS, text)
    if kind not in dict(counted):
        kind = ""
    hits = find(ANONYMOUS, text, get_language() or "en", kind=kind, limit=SHOWN)
    given = {
        "query": text,
        "kind": kind,
        "hits": hits,
        "kinds": [{"code": code, "name": KINDS.get(code, code), "count": n} for code, n in counted],
        "total": sum(n for _code, n in counted),
        "shown": len(hits),
    }
    return render(request, "search/search.html", given)
