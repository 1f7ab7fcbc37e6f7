"""What people are asked to agree to; apps add their purposes here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.sockets import Registry

purposes = Registry("consents")
purposes.register("privacy", _("Privacy notice of the conference"))
purposes.register("news", _("News about the conference by e-mail"))
purposes.register("photos", _("Photographs and recordings at the venues"))


def may_withdraw(purpose: str) -> bool:
    """Tell whether a consent may be taken back alone; terms end with what they belong to."""
    return purpose != "privacy" and not purpose.endswith("-terms")


def label_of(purpose: str) -> Any:
    """Return the words for a purpose, or its code where nobody has named it."""
    return purposes.get(purpose) or purpose
