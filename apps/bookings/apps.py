"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    """Scarce places: allotments, holds, bookings, waiting lists."""

    name = "apps.bookings"
    label = "bookings"
    verbose_name = _("Bookings")
