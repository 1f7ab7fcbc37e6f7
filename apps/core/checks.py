"""System checks of the house."""

from typing import Any

from django.core.checks import Error, register

from apps.core.privacy import untagged


@register
def every_field_has_a_privacy_tag(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Refuse to start while a field has no privacy tag."""
    return [Error(f"The field {name} has no privacy tag.", id="core.E001") for name in untagged()]
