"""Pictures: re-encoded for the page, with description and credit, fresh when replaced."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from apps.cms.models import StandardPage
from apps.core import stamps
from apps.core.models import Stamp
from tests.cms.conftest import home, published_article, write_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(settings, tmp_path):
    """A picture in the library."""
    settings.MEDIA_ROOT = tmp_path
    return get_image_model().objects.create(title="Hall", file=get_test_image_file(size=(1600, 900)))


def version():
    """Return the site's stamp as stored."""
    return Stamp.objects.get(name=stamps.SITE).version


def test_saving_and_deleting_a_picture_raises_the_stamp(picture):
    before = version()
    picture.title = "Another hall"
    picture.save()
    assert version() == before + 1
    picture.delete()
    assert version() == before + 2


def test_an_opening_picture_needs_a_credit(picture):
    article = write_article("pictured", live=False)
    article.hero = picture
    with pytest.raises(ValidationError, match="Say whose picture it is"):
        article.full_clean()


def test_an_article_shows_its_picture_with_description_and_credit(client, picture):
    published_article("pictured", hero=picture, hero_alt="A hall full of robots", hero_credit="Photo Desk, CC BY 4.0")
    page = client.get("/en/waic-up/pictured/").content.decode()
    assert 'alt="A hall full of robots"' in page
    assert "Photo Desk, CC BY 4.0" in page
    assert ".webp" in page
    assert 'alt="A hall full of robots"' in client.get("/en/waic-up/").content.decode()


def test_a_picture_in_a_body_comes_in_three_sizes(client, picture):
    page = StandardPage(title="Venue", slug="venue")
    page.body = [("figure", {"image": picture, "alt": "", "caption": "Hall H1", "credit": "Photo Desk"})]
    home().add_child(instance=page)
    printed = client.get("/en/venue/").content.decode()
    assert printed.count("w,") == 2
    assert 'alt=""' in printed
    assert "Hall H1" in printed
    assert "style=" not in printed.split("<main")[1].split("</main>")[0]


def test_the_picture_for_sharing_stands_in_the_head(client, picture):
    home().add_child(instance=StandardPage(title="Shared", slug="shared", search_image=picture))
    assert 'property="og:image" content="http://testserver/media/images/' in client.get("/en/shared/").content.decode()
