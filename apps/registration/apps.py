"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    """Ticket types, registrations, badges, gates at work."""

    name = "apps.registration"
    label = "registration"
    verbose_name = _("Registration and gates")
