"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """The pages that editors own."""

    name = "apps.cms"
    label = "cms"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Fill the page context, and listen to Wagtail's news of pages and pictures."""
        from apps.cms import context_values, news  # noqa: F401 - registered by import

        news.listen()
