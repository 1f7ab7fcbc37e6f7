"""Blocks: what editors write, and the live parts that apps offer."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.blocks import StructBlockValidationError

from apps.cms.fields import BodyField
from apps.cms.live import LiveStruct, asked, live_blocks
from apps.cms.models import HomePage
from apps.cms.prose import Button, Figure
from apps.cms.templatetags.cms import body
from apps.core import clock, sockets
from apps.core.offers import Ask, LiveBlock
from apps.editions.models import KeyFigure
from tests.cms.conftest import home, published_article

pytestmark = pytest.mark.django_db


def printed(kind, **value):
    """Return one block of the home page as it is printed."""
    stream = HomePage._meta.get_field("body").stream_block
    part = stream.to_python([{"type": kind, "value": value, "id": "1"}])
    request = RequestFactory().get("/en/")
    return body(FlatContext(page=home(), request=request), part)


class FlatContext(dict):
    """What the tag needs of a template's context."""

    def flatten(self):
        return self


# --- the body field ---


def test_a_migration_sees_plain_json_and_no_block():
    _name, path, args, kwargs = BodyField(verbose_name="body").deconstruct()
    assert (path, args) == ("django.db.models.JSONField", [])
    assert kwargs == {"verbose_name": "body", "blank": True, "default": list}


def test_a_block_that_nobody_offers_any_more_is_skipped():
    stream = HomePage._meta.get_field("body").stream_block
    assert len(stream.to_python([{"type": "gone", "value": {}, "id": "1"}])) == 0


def test_every_offer_of_an_app_is_a_block():
    keys = [key for key, _block in live_blocks()]
    assert keys == [key for key, _offer in sockets.blocks.items()]
    assert {"key_figures", "countdown", "latest_articles"} <= set(keys)


# --- written blocks ---


def test_a_heading_has_the_level_the_editor_chose():
    assert "<h3>Below</h3>" in printed("heading", text="Below", level="3")


def test_written_text_is_cleaned_of_script():
    page = printed("quote", text="<script>alert(1)</script>", speaker="Somebody", source="", source_url="")
    assert "<script>" not in page


def test_a_picture_needs_a_credit():
    with pytest.raises(StructBlockValidationError) as refused:
        Figure().clean(Figure().to_python({"image": None, "alt": "", "caption": "", "credit": ""}))
    assert {"image", "credit"} == set(refused.value.block_errors)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//elsewhere.example", "http://plain.example", "/\\evil"])
def test_a_button_leads_nowhere_dangerous(address):
    with pytest.raises(ValidationError):
        Button().clean(Button().to_python({"label": "Go", "page": None, "document": None, "address": address}))


def test_a_button_has_exactly_one_target():
    with pytest.raises(StructBlockValidationError):
        Button().clean(
            Button().to_python({"label": "Go", "page": home().pk, "document": None, "address": "/register/"})
        )


@pytest.mark.parametrize(
    ("address", "href"),
    [("/register/", "/de/register/"), ("/en/about/", "/en/about/"), ("https://example.org/", "https://example.org/")],
)
def test_a_buttons_address_follows_the_readers_language(address, href):
    with override("de"):
        page = printed("buttons", buttons=[{"type": "item", "value": {"label": "Los", "address": address}, "id": "1"}])
    assert f'href="{href}"' in page


# --- live blocks ---


def test_key_figures_keep_their_qualifier(fair):
    KeyFigure.objects.create(
        slug="companies-2025", edition=fair.edition, metric="companies", label_en="Exhibiting companies",
        value=800, qualifier=KeyFigure.Qualifier.OVER,
    )  # fmt: skip
    page = printed("key_figures", title="In figures", edition="current", metrics=[], count=6)
    assert "<h2>In figures</h2>" in page
    assert "<small>over</small>800" in page
    assert 'href="/en/editions/2025/"' in page


def test_key_figures_of_an_edition_without_any_show_nothing(fair):
    assert printed("key_figures", title="In figures", edition="2025", metrics=[], count=6) == ""


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2025, 7, 16), "10</strong> days until WAIC 2025 opens on 26 July 2025"),
        (dt.date(2025, 7, 27), "WAIC 2025 is on</strong>, until 29 July 2025"),
        (dt.date(2025, 7, 30), "WAIC 2025 is over.</strong> It ended on 29 July 2025"),
    ],
)
def test_the_countdown_follows_the_business_clock(fair, day, said):
    with clock.frozen_at(dt.datetime.combine(day, dt.time(10), tzinfo=clock.SHANGHAI)):
        assert said in " ".join(printed("countdown", title="").split())


def test_latest_articles_are_those_of_the_readers_language():
    published_article("in-english", title="In English")
    published_article("auf-deutsch", "de", title="Auf Deutsch")
    with override("de"):
        page = printed("latest_articles", title="", count=12)
    assert "Auf Deutsch" in page
    assert "In English" not in page


def test_the_newest_article_comes_first():
    published_article("older", title="Older", dated=dt.date(2025, 7, 1))
    published_article("newest", title="Newest", dated=dt.date(2099, 1, 1))
    with override("en"):
        page = printed("latest_articles", title="", count=12)
    assert page.index("Newest") < page.index("A figure is a claim") < page.index("Older")


def test_an_app_that_has_nothing_to_show_leaves_no_empty_band():
    offer = LiveBlock(label="Nothing", template="cms/blocks/latest_articles.html", context=lambda value, request: None)
    block = LiveStruct(offer)
    assert block.render(block.to_python({"title": "Nothing"}), {"request": None}) == ""


def test_an_app_cannot_ask_for_what_there_is_no_field_for():
    with pytest.raises(ValueError, match="cannot ask for colour"):
        asked(Ask("colour", "Colour"))
