"""The editors' house under `/cms/`: its doors are the site's own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from wagtail.admin import urls as wagtail_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

View = Callable[..., HttpResponse]


def login(request: HttpRequest) -> HttpResponse:
    """Send editors through the one login, with its limits and second factor."""
    wanted = request.GET.get("next") or reverse("wagtailadmin_home")
    return redirect_to_login(wanted, login_url=reverse("account_login"))


def staff_only(view: View) -> View:
    """Refuse whoever is logged in and is not staff, or is staff and no editor.

    Wagtail would send them to the login, which sends those who are logged in back here.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not (user.is_staff and user.has_perm("wagtailadmin.access_admin")):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


urlpatterns = [
    path("login/", login, name="wagtailadmin_login"),
    path("logout/", logout, name="wagtailadmin_logout"),
    *decorate_urlpatterns(wagtail_urls.urlpatterns, staff_only),
]
