"""App configuration: accounts come in through one door."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """People, organisations and their accounts."""

    name = "apps.people"
    label = "people"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        """Let staff sign in where everybody does, so that limits and second factor hold there too."""
        from allauth.account.decorators import secure_admin_login
        from django.contrib import admin

        admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
