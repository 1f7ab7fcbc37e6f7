"""Sample content for the style page, which shows every component while developing."""

import json
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string

from apps.core import art


class SampleForm(forms.Form):
    """One field of each kind of control."""

    email = forms.EmailField(
        label="E-mail address",
        error_messages={"invalid": "Enter an address with a dot after the @, such as name@example.org."},
    )
    days = forms.MultipleChoiceField(
        label="Days",
        choices=[("26", "Saturday 26"), ("27", "Sunday 27"), ("28", "Monday 28"), ("29", "Tuesday 29")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day."},
    )
    kind = forms.ChoiceField(
        label="Ticket",
        choices=[("visitor", "Visitor"), ("pro", "Professional"), ("full", "Workshop")],
        widget=forms.RadioSelect,
    )
    country = forms.ChoiceField(
        label="Country or region", choices=[("", "Choose one"), ("CN", "China")], required=False
    )
    year = forms.IntegerField(label="Year of birth", help_text="Four digits, for example 1990")
    about = forms.CharField(label="What do you want to see?", widget=forms.Textarea, required=False)
    file = forms.FileField(label="Student card", required=False)
    agree = forms.BooleanField(
        label="I agree that my data is used for this visit.", error_messages={"required": "Tick the box to go on."}
    )


def guide() -> dict[str, Any]:
    """Return what templates/site/styleguide.html prints."""
    return {
        **json.loads(render_to_string("site/guide.json")),
        "form": SampleForm({"email": "visitor@example", "kind": "pro", "year": "1990"}),
        "page": Paginator(range(1000), 10).page(5),
        "icons": list(art.ICONS),
    }
