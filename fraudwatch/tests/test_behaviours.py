"""The small scripts do what their data attributes promise, in a real browser."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, sync_playwright

from fraudwatch.tests.browser import CHROMIUM

JS = Path(settings.BASE_DIR) / "static" / "js"
SITE = "http://site.test"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as play:
        launched = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield launched
        launched.close()


@pytest.fixture
def visit(browser):
    """Open a page of ours at an address of ours, with the named scripts and nothing else."""
    context = browser.new_context()
    page = context.new_page()
    sent = []

    def answer(route):
        if route.request.method == "POST":
            sent.append(route.request.post_data)
            page.wait_for_timeout(100)
            route.fulfill(status=204)
        else:
            route.fulfill(body=page.html, content_type="text/html; charset=utf-8")

    def open_page(body: str, *scripts: str, address: str = "/", user: str = "1") -> Page:
        code = "".join(f"<script>{(JS / name).read_text('utf-8')}</script>" for name in scripts)
        page.html = (
            f'<!doctype html><html data-bs-theme="light"><head>{code}</head>'
            f'<body data-user="{user}" data-kept="Kept">{body}</body></html>'
        )
        page.goto(SITE + address)
        return page

    page.route("**/*", answer)
    page.sent = sent
    yield open_page
    context.close()


def test_a_form_pressed_three_times_is_sent_once(visit):
    page = visit('<form method="post"><button data-busy="Sending…">Send</button></form>', "busy.js")

    page.evaluate("for (let n = 0; n < 3; n++) document.querySelector('button').click()")
    page.wait_for_timeout(300)

    assert len(page.sent) == 1
    assert page.inner_text("button") == "Sending…"
    assert page.get_attribute("button", "aria-busy") == "true"


def test_the_theme_is_remembered(visit):
    page = visit("<button data-theme-toggle>Dark</button>", "theme.js")

    page.click("button")
    page.reload()

    assert page.get_attribute("html", "data-bs-theme") == "dark"


def test_larger_text_can_be_switched_on_and_off(visit):
    page = visit("<button data-text-toggle>Larger</button>", "theme.js")

    page.click("button")
    on = (page.get_attribute("html", "data-text"), page.get_attribute("button", "aria-pressed"))
    page.click("button")

    assert on == ("large", "true")
    assert page.get_attribute("html", "data-text") is None


def test_the_error_summary_takes_the_focus_and_leads_into_the_field(visit):
    page = visit(
        '<div data-errsum tabindex="-1"><a href="#ways">Ways</a></div>'
        '<div id="ways"><input id="first" type="checkbox"></div>',
        "errsum.js",
    )
    summary = page.evaluate("document.activeElement.hasAttribute('data-errsum')")

    page.click("a")

    assert summary
    assert page.evaluate("document.activeElement.id") == "first"


def test_a_password_can_be_looked_at(visit):
    page = visit(
        '<input id="p" type="password"><button data-reveal="p" aria-pressed="false">Show</button>',
        "reveal.js",
    )

    page.click("button")

    assert page.get_attribute("#p", "type") == "text"
    assert page.get_attribute("button", "aria-pressed") == "true"


def test_tabs_move_with_the_arrow_keys(visit):
    page = visit(
        '<div role="tablist"><button role="tab" aria-controls="a" aria-selected="true">A</button>'
        '<button role="tab" aria-controls="b" aria-selected="false">B</button></div>'
        '<div id="a">first</div><div id="b" hidden>second</div>',
        "tabs.js",
    )

    page.focus("[aria-controls=a]")
    page.keyboard.press("ArrowRight")

    assert page.is_visible("#b")
    assert not page.is_visible("#a")
    assert page.inner_text(":focus") == "B"


def test_single_letter_keys_rest_while_one_types(visit):
    page = visit('<input id="i"><button data-key="j">Next</button>', "keys.js")
    page.evaluate("document.querySelector('button').onclick = () => { document.title += '!' }; 0")

    page.focus("#i")
    page.keyboard.press("j")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")

    assert page.title() == "!"


def test_what_cannot_be_taken_back_wants_its_word_typed(visit):
    page = visit(
        '<input data-confirm-word="锁定" data-confirm-button="go">'
        '<button id="go" disabled>Go</button>',
        "dialog.js",
    )

    page.fill("input", "锁")
    early = page.is_disabled("#go")
    page.fill("input", "锁定")

    assert early
    assert page.is_enabled("#go")


FORM = (
    '<form method="post" action="/save/"><input name="name"><input name="pin" type="password">'
    '<textarea name="note"></textarea><input type="checkbox" name="way" value="mail">'
    "<button>Send</button></form>"
)


def typed(page: Page) -> dict:
    return {
        "name": page.input_value("[name=name]"),
        "pin": page.input_value("[name=pin]"),
        "note": page.input_value("[name=note]"),
        "way": page.is_checked("[name=way]"),
    }


def send_and_return(visit, *, user: str, address: str) -> Page:
    page = visit(FORM, "put_back.js", address="/form/")
    page.fill("[name=name]", "桃源村")
    page.fill("[name=pin]", "secret")
    page.fill("[name=note]", "two\nlines")
    page.check("[name=way]")
    page.click("button")
    page.wait_for_timeout(200)
    return visit(FORM, "put_back.js", address=address, user=user)


def test_what_was_typed_comes_back_after_a_session_ended(visit):
    page = send_and_return(visit, user="1", address="/form/?week=3&kept=1")

    assert typed(page) == {"name": "桃源村", "pin": "", "note": "two\nlines", "way": True}
    assert page.url == SITE + "/form/?week=3"


@pytest.mark.parametrize(("user", "address"), [("2", "/form/?kept=1"), ("1", "/form/")])
def test_nothing_comes_back_for_somebody_else_or_unasked(visit, user, address):
    page = send_and_return(visit, user=user, address=address)

    assert typed(page) == {"name": "", "pin": "", "note": "", "way": False}
    assert json.loads(page.evaluate("JSON.stringify(sessionStorage.getItem('fw-kept'))")) is None
