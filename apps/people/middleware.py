"""Second factor for those who can change things for everybody."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

Get = Callable[[HttpRequest], HttpResponse]
GUARDED = ("/admin/", "/cms/")
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def second_factor(get_response: Get) -> Get:
    """Send staff and editors without a second factor to the page that sets one up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_FOR_STAFF and request.path.startswith(GUARDED):
            user = request.user
            if user.is_authenticated and not is_mfa_enabled(user, FACTORS):
                messages.info(request, gettext("Set up a second factor first; the back office needs one."))
                return HttpResponseRedirect(reverse("mfa_index"))
        return get_response(request)

    return middleware
