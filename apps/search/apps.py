"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """One index of everything that may be known."""

    name = "apps.search"
    label = "search"
    verbose_name = _("Search")
