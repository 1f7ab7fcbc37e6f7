"""static/vendor/ holds what vendor.toml lists: nothing more, nothing changed, each with its licence."""

import importlib.util
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load_fetch():
    spec = importlib.util.spec_from_file_location("vendor_fetch", ROOT / "deploy" / "vendor" / "fetch.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


fetch = load_fetch()


@pytest.fixture
def copy(tmp_path):
    return Path(shutil.copytree(fetch.VENDOR, tmp_path / "vendor"))


def test_every_file_is_listed_and_unchanged():
    assert fetch.problems() == []


def test_a_changed_file_is_noticed(copy):
    (copy / "htmx.org/dist/htmx.min.js").write_text("alert(1)")
    assert fetch.problems(copy) == ["htmx.org/dist/htmx.min.js differs from its checksum"]


def test_an_unlisted_and_a_missing_file_are_noticed(copy):
    (copy / "stray.js").touch()
    (copy / "noble-ed25519/index.js").unlink()
    assert fetch.problems(copy) == ["stray.js is not listed in vendor.toml", "noble-ed25519/index.js is missing"]


@pytest.mark.parametrize("package", fetch.packages(), ids=lambda package: package["name"])
def test_each_package_names_its_origin_and_carries_its_licence(package):
    assert package["licence"]
    assert package["version"]
    assert package["integrity"].startswith("sha512-")
    assert "LICENSE" in package["files"]


def test_the_site_font_stays_small_and_carries_its_licence():
    fonts = ROOT / "static" / "fonts"
    assert (fonts / "inter-subset.woff2").read_bytes()[:4] == b"wOF2"
    assert (fonts / "inter-subset.woff2").stat().st_size <= 60_000
    assert "SIL OPEN FONT LICENSE" in (fonts / "inter-LICENSE.txt").read_text(encoding="utf-8")
