"""Letters about accounts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.mail import Mail, compose, mails, unseal
from apps.people.sign_in import CODE_AGE

LETTER_AGE = 24 * 3600  # seconds after which a letter about an account is no longer sent


@mails.register("login_code")
def login_code(payload: dict[str, Any]) -> Mail | None:
    """Build the letter with the code; an old one is not sent any more."""
    box = unseal(payload["box"], CODE_AGE)
    if box is None:
        return None
    code = box["code"]
    return compose(
        "login_code",
        to=box["to"],
        language=box["language"],
        subject=_("%(code)s is your sign-in code for WAIC"),
        context={"code": code, "minutes": CODE_AGE // 60},
    )


@mails.register("account")
def account(payload: dict[str, Any]) -> Mail | None:
    """Hand on a letter that the account pages have written."""
    box = unseal(payload["box"], LETTER_AGE)
    return Mail(box["to"], box["subject"], box["text"]) if box else None
