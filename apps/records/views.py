"""The page of one edition."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from apps.core.actors import ANONYMOUS
from apps.core.pagecache import shared_page
from apps.records import selectors


@shared_page
def edition(request: HttpRequest, year: int) -> HttpResponse:
    """Show everything that the record holds of one year; the same for everybody."""
    record = selectors.get_record_for(ANONYMOUS, year)
    if record is None:
        raise Http404
    return render(request, "records/edition.html", {"record": record})
