"""The back office asks the one door for permission.

Every table of the admin has verbs `admin.<app>.<model>.<action>`. An app may declare one of
them in its `permissions.py`; what it leaves out follows Django's permission of that name.
"""

import contextlib

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.db.models.options import Options
from django.http import HttpRequest

from apps.core.actors import actor_of
from apps.core.permissions import can, rule, with_perm

# What a verb needs where no app says otherwise: exporting is reading in bulk, an import adds.
NEEDS = {
    "view": ("view", "change"),
    "add": ("add",),
    "change": ("change",),
    "delete": ("delete",),
    "export": ("view",),
    "import": ("add",),
}


def declare(opts: Options) -> None:
    """Give the verbs of a table their usual rules, unless its app has declared its own."""
    for action, needs in NEEDS.items():
        names = [f"{opts.app_label}.{need}_{opts.model_name}" for need in needs]
        with contextlib.suppress(ImproperlyConfigured):
            rule(_verb(opts, action), *[with_perm(name) for name in names])


def allowed(request: HttpRequest, opts: Options, action: str, obj: Model | None = None) -> bool:
    """Tell whether the asker may do that in the back office."""
    return can(actor_of(request), _verb(opts, action), obj)


def _verb(opts: Options, action: str) -> str:
    return f"admin.{opts.app_label}.{opts.model_name}.{action}"
