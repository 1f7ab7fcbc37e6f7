"""Translations are read and compiled without gettext's programs."""

import gettext

import pytest

from waic.launch import messages

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Register"
msgstr "Anmelden"

msgctxt "month"
msgid "May"
msgstr "Mai"
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    folder = tmp_path / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(CATALOGUE)
    for name in messages.SOURCES:
        (tmp_path / name).mkdir()
    return tmp_path


def test_only_what_is_stale_is_compiled(project):
    assert messages.compile_all() == 1
    assert messages.compile_all() == 0
    with (project / "locale/de/LC_MESSAGES/django.mo").open("rb") as handle:
        catalogue = gettext.GNUTranslations(handle)
    assert catalogue.gettext("Register") == "Anmelden"
    assert catalogue.pgettext("month", "May") == "Mai"


def test_texts_are_found_in_code_and_templates(project):
    (project / "apps/views.py").write_text(
        "# Translators: a button\nname = _('Register')\nngettext('%d day', '%d days', 3)\n"
    )
    (project / "templates/home.html").write_text(
        '<p>\n    {% translate "Welcome" %}\n  {% translate "May" context "month" %}</p>\n'
        "{% blocktranslate trimmed count n=days %}\n  one day\n{% plural %}\n  {{ n }} days\n"
        "{% endblocktranslate %}"
    )
    found = {message.id: message for message in messages.template() if message.id}
    assert set(found) == {
        "Register",
        "Welcome",
        "May",
        ("%d day", "%d days"),
        ("one day", "%(n)s days"),
    }
    assert found["Register"].auto_comments == ["a button"]
    assert found["May"].context == "month"


def test_an_update_keeps_translations_and_adds_new_texts(project, capsys):
    (project / "apps/views.py").write_text("_('Register')\n_('Days')\n")
    messages.update_all()
    text = (project / "locale/de/LC_MESSAGES/django.po").read_text()
    assert 'msgid "Register"\nmsgstr "Anmelden"' in text
    assert 'msgid "Days"\nmsgstr ""' in text
    assert capsys.readouterr().out == (
        "locale/de/LC_MESSAGES/django.po: 2 texts, 1 without translation\n"
        "locale/zh_Hans/LC_MESSAGES/django.po: 2 texts, 2 without translation\n"
    )


def test_a_new_language_gets_its_plural_forms(project):
    (project / "apps/views.py").write_text("ngettext('%d day', '%d days', 3)\n")
    messages.update_all()
    text = (project / "locale/zh_Hans/LC_MESSAGES/django.po").read_text()
    assert "nplurals=1; plural=0;" in text
    assert 'msgid_plural "%d days"\nmsgstr[0] ""' in text
    assert "fuzzy" not in text
