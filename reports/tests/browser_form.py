"""What the browser journeys of the report form share: what is typed, and how to ask the device."""

import time

from playwright.sync_api import Page

from reports.models import Report

FIGURES = {
    "v.visits": "1284",
    "v.app_users": "300",
    "v.losses": "0",
    "v.awareness.n": "90",
    "v.awareness.d": "100",
}
WORDS = "Two stands at the market, eighteen grid workers from door to door."


def edit(report: Report) -> str:
    """Where the form is."""
    return f"/reports/{report.pk}/edit/"


def fill(page: Page) -> None:
    """Type the whole report."""
    for name, text in FIGURES.items():
        page.fill(f"[name='{name}']", text)
    page.fill("[name='t.work']", WORDS)
    page.locator("[name='t.work']").blur()


def until(page: Page, told: str, seconds: float = 15) -> None:
    """Ask the page until ``told``, a function that may wait itself, gives something true.

    The browser's own waiting takes the promise of such a function for an answer. A page that has
    only just come may not have read its scripts; its functions are called once it has.
    """
    last = time.monotonic() + seconds
    while not page.evaluate(f"() => document.readyState === 'complete' && ({told})()"):
        assert time.monotonic() < last, f"never came true: {told}"
        page.wait_for_timeout(50)


def kept_by_worker(page: Page) -> None:
    """Wait until the worker holds the form and what it needs."""
    until(
        page,
        "async () => (await (await caches.open('fw-forms-1')).keys()).length === 2"
        " && (await (await caches.open('fw-static-1')).keys()).length > 20",
    )


def lying_here(page: Page) -> dict:
    """How many texts, photos and letters this device keeps, and what its worker keeps."""
    page.wait_for_load_state()
    return page.evaluate(
        """async () => {
          const [texts, photos, letters] = await Promise.all(
            ['texts', 'photos', 'letters'].map(room => fwStore.all(room, 'fw-draft:')));
          const forms = await (await caches.open('fw-forms-1')).keys();
          return {texts: texts.length, photos: photos.length, letters: letters.length,
                  pages: forms.filter(one => one.url.endsWith('/edit/')).length};
        }"""
    )
