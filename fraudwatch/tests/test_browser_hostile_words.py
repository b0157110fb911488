"""Stored words that would like to run, in a real browser: nothing runs, nothing is asked of others.

The world's pages are fetched inside its transaction by the test client;
the browser gets them with their headers, and our static files beside them.
"""

import mimetypes
from urllib.parse import urlencode, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from playwright.sync_api import sync_playwright

from fraudwatch.lib import clock
from fraudwatch.tests.browser import CHROMIUM, DESK
from fraudwatch.tests.cast import NOON
from fraudwatch.tests.role_table import filled, path_of
from fraudwatch.tests.test_attacks_words import overwrite, pages

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

SITE = "http://testserver"
MAIN = (
    "reports:home", "reports:report-list", "reports:report-detail", "reports:report-edit",
    "reports:report-correction", "reports:report-review", "reports:report-versions",
    "reports:collect-form", "reports:ledger", "reports:dashboard", "reports:figures",
    "reports:evidence", "reports:activity-list", "reports:link-list", "reports:town",
    "reports:template-detail", "reports:template-checks", "reports:period-detail",
    "campaigns:campaign-detail", "campaigns:plan-detail", "campaigns:plan-edit",
    "campaigns:task-list", "campaigns:task-detail", "campaigns:assignment-detail",
    "orgs:unit-detail", "orgs:user-list", "orgs:audit-list", "orgs:notice-list",
)  # fmt: skip
TOUCH = """() => {
  for (const one of document.querySelectorAll("body *")) {
    for (const kind of ["mouseover", "focus", "toggle", "animationstart"])
      one.dispatchEvent(new Event(kind, {bubbles: true}));
  }
  return [window.pwned ?? 0, document.querySelectorAll("[onerror],[onload],[onmouseover]").length];
}"""


class Shelf:
    """Answers the browser with the pages that were kept and from the folder of static files."""

    def __init__(self, kept):
        self.kept, self.strangers = kept, []

    def answer(self, route):
        url = route.request.url
        if not url.startswith(f"{SITE}/"):
            self.strangers.append(url[:200])
            return route.abort()
        path = urlsplit(url).path
        if path.startswith("/static/"):
            kind = mimetypes.guess_type(path)[0] or "text/plain"
            file = finders.find(path.removeprefix("/static/"))
            return route.fulfill(path=file, content_type=kind)
        if found := self.kept.get(url.removeprefix(SITE)):
            return route.fulfill(status=200, body=found.content, headers=dict(found.headers))
        return route.fulfill(status=404, body="")  # what scripts ask for later


def kept_pages(house):
    """The main pages with hostile words in all texts, by address; how many cells took them."""
    kept = {}
    with transaction.atomic(), clock.at(NOON):
        asked = [
            (name, person, path_of(house.world, name, row), filled(house.world, row.get("query")))
            for name, number, person, row in pages()
            if name in MAIN and not number
        ]
        taken = overwrite()
        for _name, person, path, query in asked:
            with transaction.atomic():
                address = f"{path}?{urlencode(query, doseq=True)}" if query else path
                kept[address] = house.client(person).get(address)
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return kept, taken


def open_each(chromium, kept):
    """Open each page and touch all that is on it; returns what ran and who was asked."""
    shelf, seen, ran = Shelf(kept), [], {}
    page = chromium.new_context(locale="en-GB", service_workers="block", **DESK).new_page()
    page.route("**/*", shelf.answer)
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on(
        "console",
        lambda said: seen.append(said.text) if "Security Policy" in said.text else None,
    )
    for address in kept:
        seen.clear()
        page.goto(f"{SITE}{address}", wait_until="load")
        found = [*page.evaluate(TOUCH), *seen]
        if found != [0, 0]:
            ran[address] = found
    return ran, shelf.strangers


def test_nothing_that_was_typed_runs_in_a_browser(house):
    kept, taken = kept_pages(house)  # before the browser: its loop would see another connection
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        outcome = open_each(chromium, kept)
        chromium.close()

    assert {address: page.status_code for address, page in kept.items()} == dict.fromkeys(kept, 200)
    assert outcome == ({}, [])
    assert len(kept) > 25
    assert taken > 200
