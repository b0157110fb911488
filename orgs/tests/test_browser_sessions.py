"""In a real browser: a session that ends in the middle of a form loses nothing that was typed."""

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD
from orgs.models import User, UserSession

pytestmark = pytest.mark.browser


@pytest.fixture
def people(transactional_db, cast):
    """The cast, where the browser's server sees it."""
    return cast


def sign_in_again(page, name: str) -> None:
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")


def test_after_signing_in_again_the_form_holds_every_field(sit_down, people, units):
    page = sit_down("administrator", PASSWORD)
    page.goto("/admin-tools/users/new/")
    page.fill("[name=username]", "peng.xiuying")
    page.fill("[name=name]", "彭秀英")
    page.select_option("[name=home_unit]", str(units["sibling"].pk))
    page.select_option("[name=role]", "reporter")
    page.fill("[name=email]", "peng@example.cn")
    UserSession.objects.all().delete()

    page.get_by_role("button", name="Create account").click()
    page.wait_for_url("**/login/?next=**")
    wrong_first = page.locator("input[name=password]")
    page.fill("input[name=username]", "administrator")
    wrong_first.fill("not-it")
    wrong_first.press("Enter")
    expect(page.get_by_text("Account or password not correct")).to_be_visible()
    sign_in_again(page, "administrator")
    page.wait_for_url("**/admin-tools/users/new/")

    kept = {
        name: page.input_value(f"[name={name}]")
        for name in ("username", "name", "home_unit", "role", "email")
    }
    assert kept == {
        "username": "peng.xiuying",
        "name": "彭秀英",
        "home_unit": str(units["sibling"].pk),
        "role": "reporter",
        "email": "peng@example.cn",
    }
    assert not User.objects.filter(username="peng.xiuying").exists()

    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_text("This is shown once")).to_be_visible()
    assert User.objects.get(username="peng.xiuying").home_unit == units["sibling"]
    assert page.wrong == []


def test_somebody_else_in_the_same_window_sees_none_of_it(sit_down, people):
    page = sit_down("administrator", PASSWORD)
    page.goto("/account/")
    page.fill("[name=email]", "private@example.cn")
    UserSession.objects.all().delete()

    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/login/?next=**")
    sign_in_again(page, "coordinator")
    page.wait_for_url("**/account/**")

    assert page.input_value("[name=email]") == "coordinator@example.cn"
    assert "private" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")


def test_passwords_are_never_kept(sit_down, people):
    page = sit_down("reporter", PASSWORD)
    page.goto("/password/")
    for name in ("old", "new", "again"):
        page.fill(f"[name={name}]", f"Secret-{name}-2026")
    UserSession.objects.all().delete()

    page.get_by_role("button", name="Change password").click()
    page.wait_for_url("**/login/?next=**")
    stored = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    sign_in_again(page, "reporter")
    page.wait_for_url("**/password/**")

    assert "Secret" not in stored
    assert [page.input_value(f"[name={name}]") for name in ("old", "new", "again")] == ["", "", ""]


def test_a_handed_over_password_is_changed_on_the_way_in(sit_down, people):
    User.objects.filter(username="reporter").update(must_change_password=True)

    page = sit_down("reporter", PASSWORD)
    page.wait_for_url("**/password/**")
    page.fill("[name=old]", PASSWORD)
    page.fill("[name=new]", "Quite-new-2026")
    page.fill("[name=again]", "Quite-new-2026")
    page.get_by_role("button", name="Change password").click()
    page.wait_for_url(lambda url: "password" not in url)

    assert User.objects.get(username="reporter").check_password("Quite-new-2026")
    assert page.wrong == []
