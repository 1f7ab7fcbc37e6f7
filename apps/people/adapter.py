"""How accounts behave: safe redirects, mail through the outbox, limits without network addresses."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.core import mail
from apps.people import selectors, services
from apps.people.addresses import fold_email


def is_own_path(url: str | None) -> bool:
    """Tell whether a redirect stays on this site: a path, never an address with a host."""
    text = url or ""
    return (
        text.startswith("/")
        and "\\" not in text
        and text.isprintable()
        and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    )


def rebased(value: Any) -> Any:
    """Put an absolute address on the site's own one, whatever Host the request named."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return value
    parts = urlsplit(value)
    return urljoin(settings.SITE_ADDRESS, f"{parts.path}?{parts.query}" if parts.query else parts.path)


class AccountAdapter(DefaultAccountAdapter):
    """The house's answers to allauth's questions."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
    }

    def is_safe_url(self, url: str | None) -> bool:
        """Allow paths of this site only; the Host header has no say."""
        return is_own_path(url)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let everybody have an account."""
        return True

    def clean_email(self, email: str) -> str:
        """Keep addresses in their comparable form."""
        return fold_email(email)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network address for the record; nothing is limited by it alone."""
        return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 - no address to listen on

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the home page in the same language."""
        return f"/{get_language()}/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the person's own page."""
        return reverse("people:me")

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> HttpResponse:
        """Tie the account to the person of its proven addresses, then go on."""
        addresses = selectors.verified_addresses(user)
        used = [more["email"]] if more.get("email") in addresses else addresses[:1]
        for email in used:
            services.claim_address(user=user, email=email)
        return super().post_login(request, user, **more)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Note a proven address with the person too."""
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            services.claim_address(user=email_address.user, email=email_address.email)
        return confirmed

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Offer codes from an app last to those who have no such app but only recovery codes."""
        methods = super().get_reauthentication_methods(user)
        if len(methods) > 1 and not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            methods.sort(key=lambda method: method["id"] == "mfa_reauthenticate")
        return methods

    # --- mail: rendered here, sealed, delivered by the relay ---

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a letter; nothing in it comes from the Host header."""
        own = {key: rebased(value) for key, value in context.items()}
        site = {"name": "WAIC", "domain": settings.SITE_ADDRESS.partition("://")[2]}
        letter = self.render_mail(template_prefix, email, {**own, "email": email, "current_site": site})
        mail.put_sealed("account", {"to": email, "subject": letter.subject, "text": letter.body})

    def format_email_subject(self, subject: str) -> str:
        """Name the sender at the beginning."""
        return f"WAIC: {subject}"

    # --- limits ---

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failed passwords by account alone; another Host header is no new account."""
        return str(credentials.get("email", "")).lower()
