"""Signing in: the one field, the code, and the ways beside it."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from apps.people import sign_in
from apps.people.adapter import is_own_path
from apps.people.forms import AddressForm, CodeForm, PasswordLoginForm, SignUpForm


def next_of(request: HttpRequest) -> str:
    """Return where somebody wanted to go, if that is a path of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_own_path(wanted) else ""


def with_next(name: str, next_url: str) -> str:
    """Return a page's address that remembers where somebody wanted to go."""
    return reverse(name) + (f"?{urlencode({'next': next_url})}" if next_url else "")


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class AddressView(View):
    """Ask for the address and send a code; known and new people see the same."""

    form_class: type[AddressForm] = AddressForm
    template_name = "account/login.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Lead those who have signed in to where they wanted to go."""
        if request.user.is_authenticated:
            return HttpResponseRedirect(next_of(request) or reverse("people:me"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self.page(self.form_class())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send the code and ask for it; who sends a password along means the page for passwords."""
        if "login" in request.POST and request.POST.get("password"):
            return PasswordLoginView.as_view()(request)
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.page(form)
        password = form.cleaned_data.get("password")
        try:
            sign_in.begin(
                request,
                email=form.cleaned_data["email"],
                next_url=next_of(request),
                password_hash=make_password(password) if password else "",
            )
        except sign_in.TooMany:
            form.add_error("email", too_many())
            return self.page(form, 429)
        return HttpResponseRedirect(reverse("account_confirm_login_code"))

    def page(self, form: AddressForm, status: int = 200) -> HttpResponse:
        """Render the form with the ways beside it."""
        wanted = next_of(self.request)
        context = {
            "form": form,
            "next": wanted,
            "password_url": with_next("account_login_password", wanted),
            "signup_url": with_next("account_signup", wanted),
            "login_url": with_next("account_login", wanted),
        }
        return render(self.request, self.template_name, context, status=status)


class SignUpView(AddressView):
    """The same with a password, for those who want one."""

    form_class = SignUpForm
    template_name = "account/signup.html"


@method_decorator(never_cache, name="dispatch")
class CodeView(View):
    """Ask for the code from the letter."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form while a code is on its way."""
        pending = sign_in.pending_of(request)
        return self.page(pending, CodeForm()) if pending else self.begin_anew()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check the code, or send another one."""
        pending = sign_in.pending_of(request)
        if pending is None:
            return self.begin_anew()
        if request.POST.get("action") == "resend":
            return self.resend(pending)
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.page(pending, form)
        if sign_in.check(request, pending, form.cleaned_data["code"]):
            return sign_in.finish(request, pending)
        form.add_error("code", self.wrong(pending))
        return self.page(pending, form)

    def resend(self, pending: sign_in.Pending) -> HttpResponse:
        """Send a new code to the same address."""
        try:
            sign_in.begin(self.request, email=pending.email, next_url=pending.next, password_hash=pending.password)
        except sign_in.TooMany:
            form = CodeForm({"code": ""})
            form.errors["code"] = form.error_class([too_many()])
            return self.page(pending, form, 429)
        return HttpResponseRedirect(reverse("account_confirm_login_code"))

    def wrong(self, pending: sign_in.Pending) -> str:
        """Say why a code was not taken."""
        if pending.is_over:
            return _("This code is no longer good. Ask for a new one.")
        return _("This code is not the one we sent. Check the e-mail and try again.")

    def begin_anew(self) -> HttpResponse:
        """Lead to the first field: this session waits for no code."""
        return HttpResponseRedirect(reverse("account_login"))

    def page(self, pending: sign_in.Pending, form: CodeForm, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "email": pending.email,
            "minutes": sign_in.CODE_AGE // 60,
            "login_url": with_next("account_login", pending.next),
            "mailbox": reverse("mailbox") if settings.DEBUG and getattr(settings, "EMAIL_FILE_PATH", "") else "",
        }
        return render(self.request, "account/confirm_login_code.html", context, status=status)


class PasswordLoginView(LoginView):
    """Address and password."""

    form_class = PasswordLoginForm
    template_name = "account/login_password.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the way back."""
        return super().get_context_data(**kwargs) | {"login_url": with_next("account_login", next_of(self.request))}


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead older or other ways to sign in to the one field."""
    return HttpResponseRedirect(with_next("account_login", next_of(request)))


def too_many() -> str:
    """Say that the limit is reached, the same for every address."""
    return _("You have asked for several codes already. Use the latest one, or wait a few minutes.")
