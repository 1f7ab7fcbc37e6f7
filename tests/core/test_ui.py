"""The component library: declared arguments, safe output, every component compiles and prints."""

import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Engine, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from apps.core import art
from apps.core.components import COMPONENTS, grouped
from apps.core.templatetags.ui import safe_href

TEMPLATES = Path(__file__).parents[2] / "templates"
ENGINE = Engine(
    dirs=[TEMPLATES],
    libraries={
        "ui": "apps.core.templatetags.ui",
        "i18n": "django.templatetags.i18n",
        "static": "django.templatetags.static",
    },
    builtins=["apps.core.templatetags.ui"],
)
ATTACK = '"><script>alert(1)</script>'


class VisitForm(forms.Form):
    email = forms.EmailField(label="E-mail")
    days = forms.MultipleChoiceField(
        label="Days", choices=[("26", "Saturday"), ("27", "Sunday")], widget=forms.CheckboxSelectMultiple
    )
    ticket = forms.ChoiceField(label="Ticket", choices=[("a", "Visitor"), ("b", "Workshop")], widget=forms.RadioSelect)
    country = forms.ChoiceField(label="Country", choices=[("CN", "China")], required=False)
    about = forms.CharField(label="About", widget=forms.Textarea, required=False, help_text="A few words")
    born = forms.DateField(label="Born", widget=forms.SelectDateWidget(years=[1990]))
    agree = forms.BooleanField(label="I agree")
    token = forms.CharField(widget=forms.HiddenInput)


def bad_form():
    return VisitForm({"email": ATTACK, "token": "t"})


def show(source: str, **context) -> str:
    return ENGINE.from_string(source).render(Context(context))


# One way to print each component; the test below fails when one is missing here.
ITEMS = [
    {"label": "2018", "value": 10},
    {"label": "2019", "value": None},
    {"label": "2020", "value": 4.5, "hue": "core"},
]
EXAMPLES = {
    "art": '{% ui "art" words=x %}{% ui "art" words=x kind="core" hue="core" %}{% ui "art" svg=x %}',
    "breadcrumb": '{% ui "breadcrumb" items=links %}',
    "button": '{% ui "button" label=x href="/a/" %}{% ui "button" label=x type="submit" name="a" value=x %}',
    "card": '{% uiblock "card" title=x text=x href=x %}{{ x }}{% uislot "foot" %}{{ x }}{% enduislot %}{% enduiblock %}',
    "chart": '{% ui "chart" title=x items=items %}{% ui "chart" title=x items=items kind="column" source=x source_url=x %}',
    "chip": '{% ui "chip" label=x href=x current=True count=3 %}',
    "details": '{% uiblock "details" title=x %}{{ x }}{% enduiblock %}',
    "dialog": '{% uiblock "dialog" id="d" title=x %}{{ x }}{% uislot "foot" %}{{ x }}{% enduislot %}{% enduiblock %}',
    "empty": '{% ui "empty" title=x text=x action=x href=x %}',
    "error_summary": '{% ui "error_summary" form=form %}',
    "facts": '{% ui "facts" items=links %}',
    "field": '{% for field in form %}{% ui "field" field=field hint=x %}{% endfor %}',
    "figure": '{% ui "figure" label=x qualifier=x value=x source=x source_url=x claimant=x as_of=x %}',
    "hero": '{% uiblock "hero" title=x lead=x %}{% uislot "actions" %}{{ x }}{% enduislot %}{% enduiblock %}',
    "icon": '{% ui "icon" name="check" label=x %}',
    "messages": '{% ui "messages" messages=messages %}',
    "notice": '{% ui "notice" title=x text=x tone="bad" live=True %}',
    "pagination": '{% ui "pagination" page=page label=x %}{% ui "pagination" next=x %}',
    "panel": '{% uiblock "panel" id="p" title=x %}{{ x }}{% enduiblock %}',
    "panels": '{% uiblock "panels" label=x %}{{ x }}{% enduiblock %}',
    "pavilion": '{% ui "pavilion" title=x href=x hue="core" text=x %}{% ui "pavilion" title=x href=x hue=x %}',
    "progress": '{% ui "progress" id="q" label=x value=3 max=7 text=x %}',
    "sample": '{% ui "sample" %}',
    "search": '{% ui "search" action=x value=x placeholder=x hidden=hidden %}',
    "session": '{% ui "session" title=x href=x meta=x topic=x moved=x hue="core" sample=True live=True %}',
    "status": '{% ui "status" label=x tone="good" %}',
    "steps": '{% ui "steps" items=links current=2 %}',
    "story": '{% ui "story" title=x href=x text=x kicker=x hue=x %}',
    "table": '{% ui "table" caption=x headers=headers rows=rows %}{% uiblock "table" caption=x %}<tr></tr>{% enduiblock %}',
    "tabs": '{% ui "tabs" items=links label=x %}',
    "tag": '{% ui "tag" label=x hue="core" href=x %}',
    "ticket": '{% uiblock "ticket" name=x kind=x edition=x code=x rows=links %}{{ x }}{% enduiblock %}',
    "timeline": '{% ui "timeline" items=links %}',
}


@pytest.fixture
def everything():
    x = ATTACK
    return {
        "x": x,
        "items": [*ITEMS, {"label": x, "value": 1, "text": x, "note": x, "url": x}],
        "links": [{"title": x, "label": x, "url": x, "value": x, "text": x, "when": x, "action": x} for _ in range(3)],
        "headers": [x, {"text": x, "num": True}],
        "rows": [[x, {"text": x, "url": x, "note": x}], [{"text": x, "tone": "good"}, {"text": x, "hue": "core"}]],
        "hidden": {"day": x},
        "form": bad_form(),
        "page": Paginator(range(100), 10).page(3),
        "messages": [Message(constants.ERROR, x), Message(constants.SUCCESS, x)],
        "request": RequestFactory().get("/", {"q": x}),
    }


def test_every_component_has_an_example_and_a_template():
    assert sorted(EXAMPLES) == sorted(COMPONENTS)
    files = {path.stem for path in (TEMPLATES / "ui").glob("[a-z]*.html")}
    assert files == set(COMPONENTS)


@pytest.mark.parametrize("name", sorted(COMPONENTS))
def test_a_component_escapes_what_people_wrote(name, everything):
    page = show(EXAMPLES[name], **everything)
    assert "<script" not in page
    assert 'href="&quot;' not in page, "an address that is no address is dropped"


@pytest.mark.parametrize("name", sorted(COMPONENTS))
def test_a_component_needs_no_style_script_or_handler(name, everything):
    page = show(EXAMPLES[name], **everything)
    tags = re.findall(r"<[a-z][^>]*>", page)
    assert not [tag for tag in tags if re.search(r'\s(style|on[a-z]+)="', tag)]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('{% ui "buton" label="a" %}', 'There is no component "buton".'),
        ('{% ui "button" lable="a" %}', '"button" needs label.'),
        ('{% ui "button" label="a" colour="red" %}', '"button" takes no "colour".'),
        ('{% ui "button" label="a" hx_on_click="x" %}', '"button" takes no "hx_on_click".'),
        ('{% ui "button" label="a" kind="loud" %}', '"button": kind cannot be "loud".'),
        ('{% ui "icon" name="unicorn" %}', '"icon": name cannot be "unicorn".'),
        ('{% ui "card" data_x="a" %}', '"card" takes no "data_x".'),
        ('{% ui "button" "a" %}', '"button": cannot read'),
        ("{% ui button %}", "ui takes the name of a component in quotes first."),
        ('{% ui "dialog" id="a" title="b" %}', '"dialog" needs a body'),
        ('{% uiblock "icon" name="check" %}{% enduiblock %}', '"icon" takes no body'),
        ('{% uiblock "card" %}{% uislot "side" %}{% enduislot %}{% enduiblock %}', '"card" has no slot "side".'),
        ('{% ui "figure" label="a" qualifier="" value=3 %}', '"figure" needs source, source_url.'),
    ],
)
def test_a_typo_fails_when_the_template_is_compiled(source, reason):
    with pytest.raises(TemplateSyntaxError, match=re.escape(reason)):
        ENGINE.from_string(source)


def test_a_component_sees_its_own_arguments_only():
    assert "secret" not in show('{% ui "card" title="a" %}', text="secret", kicker="secret")


def test_htmx_and_data_arguments_become_attributes():
    page = show('{% ui "button" label="Go" hx_get=url data_dialog=True aria_label=None %}', url="/a/?b=1&c=2")
    assert ' hx-get="/a/?b=1&amp;c=2"' in page
    assert " data-dialog>" in page
    assert "aria-label" not in page


def test_a_disabled_link_is_a_disabled_button():
    page = show('{% ui "button" label="Go" href="/a/" disabled=True %}')
    assert "<a" not in page and " disabled>" in page


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/en/", "/en/"),
        ("?day=27", "?day=27"),
        ("#main", "#main"),
        ("halls/h1/", "halls/h1/"),
        ("https://www.worldaic.com.cn/", "https://www.worldaic.com.cn/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("javascript:alert(1)", ""),
        (" JavaScript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        (None, ""),
    ],
)
def test_an_address_cannot_run_script(given, kept):
    assert safe_href(given) == kept


def test_a_field_ties_hint_and_error_to_its_control():
    page = show('{% ui "field" field=form.email hint="We send a code." %}', form=bad_form())
    assert '<label for="id_email">E-mail</label>' in page
    assert page.count('aria-describedby="id_email_hint id_email_error"') == 1
    assert 'id="id_email_hint"' in page and 'id="id_email_error"' in page
    assert 'aria-invalid="true"' in page


def test_choices_are_a_fieldset_with_one_label_each():
    form = VisitForm()
    page = show('{% ui "field" field=form.ticket details=details %}', form=form, details={"b": "50 places"})
    assert page.count("<legend>") == 1
    assert re.findall(r'<label for="(\w+)">', page) == ["id_ticket_0", "id_ticket_1"]
    assert '<span class="detail">50 places</span>' in page


def test_optional_fields_say_so():
    form = VisitForm()
    assert "(optional)" in show('{% ui "field" field=form.country %}', form=form)
    assert "(optional)" not in show('{% ui "field" field=form.email %}', form=form)


def test_the_error_summary_links_to_each_first_control():
    page = show('{% ui "error_summary" form=form %}', form=bad_form())
    assert re.findall(r'href="#(\w+)"', page) == [
        "id_email",
        "id_days_0",
        "id_ticket_0",
        "id_born_day",
        "id_agree",
    ]


def test_no_error_summary_without_errors():
    assert show('{% ui "error_summary" form=form %}', form=VisitForm()).strip() == ""


def test_chart_lengths_are_attributes_with_a_point_in_every_language():
    with translation.override("de"):
        page = show('{% ui "chart" title="Guests" items=items %}', items=ITEMS)
    assert re.findall(r'<rect width="([\d.]+%)" height="100%" rx="4"/>', page) == ["100.00%", "0.00%", "45.00%"]
    assert page.count("<tr>") == 1 + len(ITEMS), "the table twin has every row"
    assert 'aria-label="Guests. 2018: 10; 2019: –; 2020: 4,5"' in page


def test_a_figure_always_carries_qualifier_and_source():
    page = show(
        '{% ui "figure" label="exhibits" qualifier="over" value=3000 source="China Daily" source_url=url as_of="2025" %}',
        url="https://www.chinadaily.com.cn/",
    )
    assert "<small>over</small>3,000" in page
    assert '<a href="https://www.chinadaily.com.cn/">China Daily</a> · 2025' in page


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [(350000, "en", "350,000"), (350000, "de", "350.000"), (350000, "zh-hans", "350,000"), (4.5, "de", "4,5"),
     (1234.5, "en", "1,234.5"), ("about 72,000", "de", "about 72,000"), (0, "en", "0")],
)  # fmt: skip
def test_numbers_are_grouped_as_the_language_writes_them(value, language, text):
    with translation.override(language):
        assert grouped(value) == text


def test_pagination_keeps_the_other_parameters():
    request = RequestFactory().get("/", {"q": "robots & more", "page": "3"})
    page = show('{% ui "pagination" page=page %}', page=Paginator(range(100), 10).page(3), request=request)
    assert "?q=robots+%26+more&amp;page=4" in page
    assert 'aria-current="page"' in page


def test_one_page_needs_no_pagination():
    assert show('{% ui "pagination" page=page %}', page=Paginator(range(3), 10).page(1)).strip() == ""


def test_a_hue_that_is_no_hue_prints_no_class():
    page = show('{% ui "tag" label="a" hue=hue %}', hue='core" onclick="x')
    assert "onclick" not in page and "hue-" not in page


def test_every_icon_is_drawn_with_path_data_only():
    assert all(re.fullmatch(r"[MmLlHhVvCcSsQqTtAaZz\d\s.,-]+", path) for path in art.ICONS.values())


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("ui/*.html")) + sorted(TEMPLATES.glob("site/*.html")))
def test_templates_are_short_and_hold_no_inline_style_or_script(path):
    text = path.read_text()
    assert len(text.splitlines()) < 80
    assert not re.search(r'\sstyle=|\son[a-z]+="|<style|<script(?![^>]*\ssrc=)', text)
