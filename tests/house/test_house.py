"""The house as a whole: small rooms, no missing migration, nothing hidden from the README."""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.template import engines
from django.template.loader import get_template

from apps.core.privacy import untagged

ROOT = Path(__file__).resolve().parents[2]
PYTHON = [
    path for top in ("apps", "waic") for path in sorted((ROOT / top).rglob("*.py")) if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 400, 40, 80
BUSINESS = [path for path in PYTHON if path.parts[len(ROOT.parts)] == "apps" and "core" not in path.parts]
# Places where real time is right: logins, codes, holds, history, limits, signatures.
REAL_TIME = {
    "apps/bookings/models.py", "apps/bookings/services.py",
    "apps/people/models/people.py", "apps/people/models/users.py", "apps/people/services.py",
    "apps/people/sign_in.py", "apps/people/mails.py", "apps/people/consents.py",
    "apps/registration/models/badges.py", "apps/registration/models/gates.py",
    "apps/registration/models/registrations.py", "apps/registration/manifest.py",
    "apps/registration/services/badges.py", "apps/registration/services/gates.py",
    "apps/registration/services/registrations.py", "apps/registration/services/scans.py",
    "apps/cms/models/articles.py", "apps/registration/selectors.py",
}  # fmt: skip


def name_of(path: Path) -> str:
    """Return the path from the project's root."""
    return path.relative_to(ROOT).as_posix()


def test_files_are_short():
    long = {name_of(path): lines for path in PYTHON if (lines := path.read_text().count("\n")) > LONGEST_FILE}
    assert long == {}


def test_functions_are_short():
    long = {}
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long[f"{name_of(path)}:{node.name}"] = lines
    assert long == {}


def test_templates_are_short():
    pages = [path for path in TEMPLATES if path.suffix in (".html", ".txt", ".js")]
    long = {name_of(path): n for path in pages if (n := path.read_text().count("\n")) > LONGEST_TEMPLATE}
    assert long == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_template_compiles(path):
    template = get_template(path.relative_to(ROOT / "templates").as_posix())
    assert template.template.engine is engines["django"].engine


def test_no_inline_style_script_or_handler():
    pattern = re.compile(r"""\sstyle=["']|\son[a-z]+=["']|<script(?![^>]*(?:src|application/json))|<style""")
    found = [
        f"{name_of(path)}:{number}"
        for path in TEMPLATES
        if path.suffix == ".html" and "mail" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert "No changes detected" in out.getvalue()


def test_every_field_has_a_privacy_tag():
    assert list(untagged()) == []


def test_business_code_asks_the_business_clock():
    pattern = re.compile(r"timezone\.now\b|datetime\.now\b|date\.today\b|timezone\.localdate\b")
    found = {name_of(path) for path in BUSINESS if pattern.search(path.read_text())}
    assert found <= REAL_TIME


def test_every_environment_name_stands_in_the_readme():
    pattern = re.compile(r"""(?:env_\w+|database_url|redis_url|email_url)\(\s*["']([A-Z_0-9]+)["']""")
    used = {name for path in PYTHON for name in pattern.findall(path.read_text())}
    readme = (ROOT / "README.md").read_text()
    assert {name for name in used if f"`{name}`" not in readme} == set()


def test_every_list_of_the_admin_has_no_raw_delete_of_ledgers():
    from django.contrib import admin

    ledgers = ("core.History", "registration.Scan", "people.Consent")
    for label in ledgers:
        model = apps.get_model(label)
        if model in admin.site._registry:
            assert admin.site._registry[model].has_delete_permission(None) is False
