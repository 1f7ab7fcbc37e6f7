"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """One index of everything that may be known."""

    name = "apps.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Load the services: they deliver the outbox's index messages in every process."""
        from apps.search import services  # noqa: F401
