"""My WAIC: a person's own panels, profile, consents and data."""

from copy import copy
from email.utils import parseaddr
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.core import sockets
from apps.core.actors import actor_of
from apps.people import own_data, selectors, services
from apps.people.adapter import is_own_path
from apps.people.consents import label_of, may_withdraw
from apps.people.countries import name_of
from apps.people.forms import LanguageForm, ProfileForm


@never_cache
@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Show the panels that the apps have for this person."""
    person = selectors.person_of_user(request.user)
    consents = selectors.latest_consents(person) if person else []
    context = {
        "person": person,
        "country": name_of(person.country, get_language() or "en") if person else "",
        "mail_language": dict(settings.LANGUAGES).get(person.language, "") if person else "",
        "addresses": selectors.verified_addresses(request.user),
        "panels": panels_for(request),
        "consents": [
            {"row": row, "label": label_of(row.purpose), "open": row.given and may_withdraw(row.purpose)}
            for row in consents
        ],
    }
    return render(request, "people/me.html", context)


def panels_for(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what the socket `me` has for this request, in its order."""
    entries = sorted(sockets.me, key=lambda entry: entry.order)
    return [panel for entry in entries if (panel := entry.panel(request)) is not None]


@never_cache
@require_GET
def fragment(request: HttpRequest) -> HttpResponse:
    """Answer with the personal part of the header, for pages that are the same for everybody."""
    return render(request, "people/fragment.html")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change names, country and language."""
    person = selectors.person_of_user(request.user)
    if person is None:
        return HttpResponseRedirect(reverse("people:me"))
    form = ProfileForm(request.POST or None, instance=copy(person))
    if request.method == "POST" and form.is_valid():
        services.change_profile(person=person, by=actor_of(request), **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return HttpResponseRedirect(reverse("people:me"))
    return render(request, "people/profile.html", {"form": form})


@never_cache
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language of mails for those who have signed in; go on where they were."""
    form = LanguageForm(request.POST)
    if form.is_valid() and request.user.is_authenticated:
        services.set_language(user=request.user, language=form.cleaned_data["language"])
    wanted = request.POST.get("next", "")
    return HttpResponseRedirect(wanted if is_own_path(wanted) else f"/{get_language()}/")


@never_cache
@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take back a consent."""
    person = selectors.person_of_user(request.user)
    answers = selectors.latest_consents(person) if person else []
    given = next((one for one in answers if one.purpose == request.POST.get("purpose")), None)
    if given and given.given and may_withdraw(given.purpose):
        services.answer_consent(
            person=person, purpose=given.purpose, text_version=given.text_version, given=False, by=actor_of(request)
        )
        messages.success(request, _("Your consent is withdrawn."))
    return HttpResponseRedirect(reverse("people:me") + "#consents")


@never_cache
@login_required
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """Explain what is stored and offer the copy and the erasure."""
    context = {
        "kinds": own_data.summary(request.user),
        "may_erase": own_data.may_erase(request.user),
        "contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }
    return render(request, "people/data.html", context)


@never_cache
@login_required
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Give a person all rows about them as a file."""
    response = JsonResponse(own_data.export(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response.headers["Content-Disposition"] = 'attachment; filename="waic-my-data.json"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@login_required
@reauthentication_required(app="allauth.account")
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erase account and person where nothing else depends on them."""
    if not request.POST.get("sure") or not own_data.may_erase(request.user):
        messages.error(request, _("Nothing was erased. Confirm that you are sure."))
        return HttpResponseRedirect(reverse("people:data"))
    user = request.user
    logout(request)
    services.erase_account(user=user)
    messages.success(request, _("Your account and your data are erased."))
    return HttpResponseRedirect(f"/{get_language()}/")
