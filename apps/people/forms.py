"""Forms of the account pages and of "my WAIC"."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.people.addresses import MAX_LENGTH, fold_email
from apps.people.countries import choices
from apps.people.models import Person
from apps.people.names import clean_name


def email_input(autocomplete: str = "email") -> forms.EmailInput:
    """Return the control for an address, as phones like it."""
    return forms.EmailInput(
        attrs={"autocomplete": autocomplete, "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
    )


class AddressForm(forms.Form):
    """The one field of the sign-in page."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=MAX_LENGTH,
        widget=email_input(),
        error_messages={"required": _("Enter your e-mail address.")},
    )

    def clean_email(self) -> str:
        """Return the address in its comparable form."""
        return fold_email(self.cleaned_data["email"])


class SignUpForm(AddressForm):
    """An address, and a password for those who want one."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=200,
        help_text=_("At least 10 characters. You can leave this empty and sign in with codes."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Ask the rules for passwords."""
        password = self.cleaned_data["password"]
        if password:
            validate_password(password)
        return password


class CodeForm(forms.Form):
    """The code from the letter."""

    code = forms.CharField(
        label=pgettext_lazy("sign-in", "Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code",
            }
        ),
        error_messages={"required": _("Enter the code from the e-mail.")},
    )


class PasswordLoginForm(LoginForm):
    """Address and password; the address is compared in one form."""

    def clean(self) -> dict[str, Any]:
        """Fold the address before it is looked up."""
        login = self.cleaned_data.get("login")
        if login:
            try:
                self.cleaned_data["login"] = fold_email(login)
            except forms.ValidationError as error:
                self.add_error("login", error)
        return super().clean()


class ProfileForm(forms.ModelForm):
    """What people may change about themselves."""

    class Meta:
        model = Person
        fields = ("name", "name_hans", "name_latin", "country", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["name"].help_text = _("As you write it yourself; it stands on your badge.")
        self.fields["name_hans"].help_text = _("For the badge and for pages in Chinese, if you have one.")
        self.fields["name_latin"].help_text = _("As in your passport, if your name is written in another script.")
        self.fields["country"] = forms.ChoiceField(
            label=_("Country or region"),
            required=False,
            choices=[("", "–"), *choices(get_language() or "en")],
            widget=forms.Select(attrs={"autocomplete": "country"}),
        )
        self.fields["language"] = forms.ChoiceField(label=_("Language of our e-mails"), choices=settings.LANGUAGES)

    def clean_name(self) -> str:
        """Return the name fit to print."""
        return clean_name(self.cleaned_data["name"])

    def clean_name_hans(self) -> str:
        """Return the Chinese name fit to print, if there is one."""
        text = self.cleaned_data["name_hans"]
        return clean_name(text, 60) if text.strip() else ""

    def clean_name_latin(self) -> str:
        """Return the name in Latin letters fit to print, if there is one."""
        text = self.cleaned_data["name_latin"]
        return clean_name(text) if text.strip() else ""


class LanguageForm(forms.Form):
    """The language in which the house writes."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
