"""What the browser tests share: contexts that keep every complaint, and checks of a page."""

import re
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from playwright.sync_api import Browser, BrowserContext, Page

from apps.core import delivery
from apps.people.models import User

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text()
LOCALES = {"en": "en-GB", "zh-hans": "zh-CN", "de": "de-DE"}
WIDTHS = {390: 844, 1440: 900}
RUN_AXE = """
async (rules) => {
  const run = rules ? { runOnly: rules } : {};
  const found = await axe.run(document, { ...run, resultTypes: ["violations"], preload: false });
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${node.failureSummary}`));
}
"""

AT_REST = """
async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)));
}
"""


class Site:
    """A running site and the contexts that a test has opened on it."""

    def __init__(self, browser: Browser, address: str, fair: Any) -> None:
        self.browser, self.address, self.fair = browser, address, fair
        self.contexts: list[BrowserContext] = []
        self.trouble: list[str] = []

    def page(self, width: int = 390, language: str = "en", **more: Any) -> Page:
        """Open a page of that width; console errors, failed requests and refusals of the policy are kept."""
        size = {"width": width, "height": WIDTHS[width]}
        context = self.browser.new_context(viewport=size, locale=LOCALES[language], accept_downloads=True, **more)
        context.set_default_timeout(15_000)
        context.on("console", lambda said: self.complain(said.text) if said.type == "error" else None)
        context.on("weberror", lambda error: self.complain(str(error.error)))
        context.on("requestfailed", lambda asked: self.complain(f"{asked.failure} {asked.url}"))
        context.on("response", lambda got: self.complain(f"{got.status} {got.url}") if got.status >= 400 else None)
        self.contexts.append(context)
        return context.new_page()

    def complain(self, text: str) -> None:
        """Keep a complaint; a download that takes over a navigation is none."""
        if not (text.startswith("net::ERR_ABORTED") and re.search(r"\.(pdf|ics)$", text)):
            self.trouble.append(text)

    def open(self, page: Page, path: str) -> None:
        """Open an address and wait until nothing moves any more."""
        page.goto(f"{self.address}{path}")
        settle(page)

    def sign_in(self, page: Page, user: User) -> None:
        """Let somebody be signed in, as after a code."""
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
        session["_auth_user_hash"] = user.get_session_auth_hash()
        session.create()
        cookie = {"name": "sessionid", "value": session.session_key, "url": self.address}
        page.context.add_cookies([cookie])

    def faults(self, page: Page, *, dark: bool = False) -> list[str]:
        """Return all complaints, what scrolls sideways and what axe finds, in the dark as well if asked."""
        found = [*self.trouble, *overflowing(page), *axe(page)]
        if dark:
            page.emulate_media(color_scheme="dark")
            settle(page)
            found += [f"dark: {one}" for one in axe(page, "color-contrast")]
            page.emulate_media(color_scheme="light")
        return [f"{page.url} {one}" for one in found]

    def close(self) -> None:
        """Close what the test has opened."""
        for context in self.contexts:
            context.close()


def settle(page: Page) -> None:
    """Wait for requests, fonts and transitions, so that colours are final."""
    page.wait_for_load_state("networkidle")
    page.evaluate(AT_REST)


def overflowing(page: Page) -> list[str]:
    """Return what stands wider than the window; nothing when the page does not scroll sideways."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
        .map((one) => `${one.tagName}.${one.className} ${Math.round(one.getBoundingClientRect().right)}`).slice(0, 8)"""
    ) or ([] if page.evaluate("document.documentElement.scrollWidth <= innerWidth") else ["the page"])


def axe(page: Page, *rules: str) -> list[str]:
    """Return what axe finds, one line a place."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE)
    return page.evaluate(RUN_AXE, list(rules) or None)


def code_from_mail(email: str) -> str:
    """Do the relay's work; return the sign-in code from the latest letter to that address."""
    for message_id in delivery.take_open():
        delivery.deliver(message_id)
    letter = next(one for one in reversed(mail.outbox) if one.to == [email])
    return re.search(r"^ {4}([0-9A-Z]{6})$", letter.body, re.MULTILINE)[1]
