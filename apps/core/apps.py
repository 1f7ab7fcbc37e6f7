"""App configuration: finds the sockets of every app once all models are loaded."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """The tool room of the house; knows no word of the field."""

    name = "apps.core"
    label = "core"
    verbose_name = _("System")

    def ready(self) -> None:
        """Load checks and every app's sockets, as Django finds `admin.py`."""
        from apps.core import checks, delivery, mail, sockets, webhooks  # noqa: F401 - registered by import

        sockets.discover()
