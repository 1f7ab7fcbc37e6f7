"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditionsConfig(AppConfig):
    """Editions, places, topics, key figures and their sources."""

    name = "apps.editions"
    label = "editions"
    verbose_name = _("Editions and places")
