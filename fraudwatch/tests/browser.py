"""A browser for the journeys: Debian's Chromium as a phone and as a desk."""

import os
import shutil
import threading
import time

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import Page, expect, sync_playwright

# The shell draws the same pages without the windows around them, at half the work.
CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
)
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 11) Chrome/109.0 Mobile Safari/537.36",
}
DESK = {"viewport": {"width": 1440, "height": 900}}


@pytest.fixture(scope="module")
def chromium():
    """One browser for the tests of a module."""
    with sync_playwright() as play:
        launched = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield launched
        launched.close()


class Underway:
    """Counts the requests that the live server is answering.

    A page may send its last words when it is closed (unsaved text, who is present); the
    database of the test must not be emptied under them.
    """

    STILL = 0.3  # seconds without a request that count as the end
    LONGEST = 20

    def __init__(self):
        self.open, self.last, self.lock = 0, time.monotonic(), threading.Lock()

    def begin(self, **_):
        self._count(1)

    def end(self, **_):
        self._count(-1)

    def _count(self, change: int) -> None:
        if threading.current_thread() is threading.main_thread():
            return  # the test client, not the live server
        with self.lock:
            self.open, self.last = self.open + change, time.monotonic()

    def wait(self) -> None:
        """Return when all requests have been answered, or after ``LONGEST`` anyway."""
        until = time.monotonic() + self.LONGEST
        while time.monotonic() < until:
            if self.open <= 0 and time.monotonic() - self.last > self.STILL:
                return
            time.sleep(0.02)


@pytest.fixture
def underway(live_server):
    """The requests of the live server; a test ends when they have been answered."""
    counted = Underway()
    request_started.connect(counted.begin, weak=False)
    request_finished.connect(counted.end, weak=False)
    yield counted
    counted.wait()
    request_started.disconnect(counted.begin)
    request_finished.disconnect(counted.end)


@pytest.fixture
def sit_down(chromium, live_server, underway):
    """Open the site as somebody of the cast, through the sign-in page, on a phone or at a desk.

    ``page.wrong`` gathers script errors and broken policies; a journey ends with none.
    """
    opened = []

    def enter(name: str, password: str, *, on: dict = DESK) -> Page:
        context = chromium.new_context(locale="en-GB", base_url=live_server.url, **on)
        opened.append(context)
        context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.wrong = []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on(
            "console",
            lambda said: page.wrong.append(said.text) if "Security Policy" in said.text else None,
        )
        page.goto("/login/")
        page.fill("input[name=username]", name)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        expect(page).not_to_have_url(f"{live_server.url}/login/")
        return page

    yield enter
    for context in opened:
        context.close()
