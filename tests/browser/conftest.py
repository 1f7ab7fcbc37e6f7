"""A real Chromium and a running site.

One browser serves a module; each test gets contexts of its own. Playwright's event loop runs
while the browser is open, so Django is told that calls from this thread are fine, and all
connections are closed before and after: the loop gives the thread a second set of them.
"""

import contextlib
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from apps.core import clock, demo
from tests import shared_state
from tests.browser.site import Site
from tests.conftest import SUNDAY_MORNING


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for the tests of one module."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("Chromium is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        connections.close_all()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            yield browser
            browser.close()
            connections.close_all()


@pytest.fixture
def site(chromium: Browser, fair: Any, live_server: Any) -> Iterator[Site]:
    """The fair with the facts of eight editions, served on its Sunday; the server's threads read the stored clock."""
    demo.load_facts(lambda _title: contextlib.nullcontext())
    clock.set_to(SUNDAY_MORNING)
    shared_state.forget()
    made = Site(chromium, live_server.url, fair)
    yield made
    made.close()
    connections.close_all()
