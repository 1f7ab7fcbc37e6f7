"""The three language trees, with equal slugs, and the first texts (folder `texts`)."""

import itertools
import tomllib
import uuid
from pathlib import Path

from django.db import migrations
from django.utils import timezone

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = {"en": "home", "zh-hans": "home-zh-hans", "de": "home-de"}
SECTIONS = ("editions", "waic-up")
PAGES = ("about", "privacy", "accessibility", "imprint")
IN_MENU = SECTIONS
STEP = 4  # letters of one level in a treebeard path


def make_pages(apps, schema_editor):
    """Replace Wagtail's welcome page and site by our own."""
    Page, Site = apps.get_model("wagtailcore.Page"), apps.get_model("wagtailcore.Site")
    Locale = apps.get_model("wagtailcore.Locale")
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    root = Page.objects.get(depth=1)
    keys = {name: uuid.uuid4() for name in ("home", "article", *SECTIONS, *PAGES)}
    homes = []
    for number, language in enumerate(LANGUAGES, 1):
        locale, _made = Locale.objects.get_or_create(language_code=language)
        homes.append(Tree(apps, locale, keys).grow(place(root.path, number)))
    Page.objects.filter(pk=root.pk).update(numchild=len(homes))
    Site.objects.create(hostname="localhost", port=80, site_name="WAIC", root_page_id=homes[0].pk, is_default_site=True)


def place(path, number):
    """Return the path of a child; the numbers here stay below the letters' base."""
    return f"{path}{number:0{STEP}d}"


class Tree:
    """The pages of one language."""

    def __init__(self, apps, locale, keys):
        self.apps, self.locale, self.keys = apps, locale, keys
        self.now = timezone.now()
        self.texts = tomllib.loads((TEXTS / f"{locale.language_code}.toml").read_text(encoding="utf-8"))

    def grow(self, path):
        """Create home with everything below it and return it."""
        slug, numbers = LANGUAGES[self.locale.language_code], itertools.count(1)
        above = f"/{slug}/"
        for name in SECTIONS:
            text = self.texts["sections"][name]
            here = place(path, next(numbers))
            has_article = name == "waic-up"
            self.page(
                "SectionPage", text, name, here, above, section=name, numchild=int(has_article),
                introduction=text["introduction"], above=[], below=[],
            )  # fmt: skip
            if has_article:
                self.article(place(here, 1), f"{above}{name}/")
        for name in PAGES:
            text = self.texts["pages"][name]
            self.page(
                "StandardPage", text, name, place(path, next(numbers)), above,
                introduction=text["introduction"], body=blocks(text["body"]),
            )  # fmt: skip
        text = self.texts["home"]
        count = len(SECTIONS) + len(PAGES)
        return self.page(
            "HomePage", text, slug, path, "/", key="home", numchild=count, lead=text["lead"], body=home(text)
        )

    def article(self, path, above):
        """Create the first article."""
        text = self.texts["article"]
        self.page(
            "ArticlePage", text, text["slug"], path, above, key="article",
            authors=text["authors"], lead=text["lead"], body=blocks(text["body"]),
        )  # fmt: skip

    def page(self, model, text, slug, path, parent, key=None, **values):
        """Create one live page."""
        ContentType = self.apps.get_model("contenttypes.ContentType")
        kind, _made = ContentType.objects.get_or_create(app_label="cms", model=model.lower())
        return self.apps.get_model("cms", model).objects.create(
            title=text["title"], draft_title=text["title"], slug=slug, url_path=f"{parent}{slug}/",
            search_description=text["description"], show_in_menus=slug in IN_MENU,
            content_type_id=kind.pk, locale_id=self.locale.pk, translation_key=self.keys[key or slug],
            path=path, depth=len(path) // STEP, live=True,
            first_published_at=self.now, last_published_at=self.now, **values,
        )  # fmt: skip


def block(kind, value):
    """Return one block of a page body."""
    return {"id": str(uuid.uuid4()), "type": kind, "value": value}


def home(text):
    """Return the front page's body: live parts, and a word on what is made up."""
    notice = {"tone": "info", "title": text["notice"], "text": f"<p>{text['notice_text']}</p>"}
    return [
        block("key_figures", {"title": text["figures"], "edition": "current", "metrics": [], "count": 6}),
        block("edition_timeline", {"title": text["timeline"]}),
        block("latest_articles", {"title": text["articles"], "count": 3}),
        block("notice", notice),
    ]


def blocks(text):
    """Turn a plain text into headings and rich text between them."""
    found = []
    for heading, parts in itertools.groupby(text.strip().split("\n\n"), lambda part: part.startswith("## ")):
        if heading:
            found += [block("heading", {"text": part.removeprefix("## "), "level": "2"}) for part in parts]
        else:
            found.append(block("text", "".join(map(rich, parts))))
    return found


def rich(part):
    """Return a paragraph or a list as rich text."""
    if not part.startswith("- "):
        return f"<p>{part}</p>"
    items = "".join(f"<li>{line.removeprefix('- ')}</li>" for line in part.splitlines())
    return f"<ul>{items}</ul>"


class Migration(migrations.Migration):
    dependencies = [("cms", "0001_initial")]
    operations = [migrations.RunPython(make_pages, migrations.RunPython.noop)]
