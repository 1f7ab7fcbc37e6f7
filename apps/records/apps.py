"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """The record of every edition."""

    name = "apps.records"
    label = "records"
    verbose_name = _("Record of the editions")
