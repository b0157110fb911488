"""The plan written in a real browser: keys alone, two people, no network, no session."""

import pytest
from django.urls import reverse
from playwright.sync_api import Error, Page, expect

from campaigns.actions.plan import add_section
from campaigns.models import Clause, Section
from conftest import PASSWORD
from fraudwatch.tests.browser import PHONE
from orgs.models import UserSession

from .conftest import TEXT

pytestmark = pytest.mark.browser


@pytest.fixture
def section(transactional_db, campaign, cast) -> Section:
    """A section with four sentences, and one behind it."""
    office = cast["coordinator"]
    made = add_section(campaign, kind="tasks", heading="任务分工", text=TEXT, by=office)
    add_section(campaign, kind="other", heading="工作要求", text="压实责任。", by=office)
    return made


@pytest.fixture
def write(sit_down, campaign, section):
    """Sit down in front of the editor as somebody."""

    def go(name: str = "coordinator") -> Page:
        page = sit_down(name, PASSWORD)
        page.goto(reverse("campaigns:plan-edit", args=[campaign.pk]))
        return page

    return go


def block(page: Page, n: int):
    return page.locator("[data-block]").nth(n)


def saved(page: Page) -> None:
    """Wait until the server holds everything and nothing is kept here."""
    page.wait_for_function(
        "() => !document.querySelector('[data-save-state] [data-state=saved]').hidden"
        " && !Object.keys(localStorage).some(key => key.startsWith('fw-plan:'))"
    )


def rows(section: Section) -> list[tuple[int, str]]:
    return list(section.clauses.values_list("level", "text"))


def at_end_of(page: Page, n: int) -> None:
    block(page, n).click()
    page.keyboard.press("End")


def test_keys_alone_write_split_join_demote_and_undo(write, section):
    page = write()
    page.locator("[data-heading]").first.focus()
    for key in ("ArrowDown", "ArrowDown", "Enter", "End", "Enter"):
        page.keyboard.press(key)
    page.keyboard.type("每周报送一次。")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    saved(page)
    assert rows(section)[1:3] == [
        (0, "各村组织网格员入户宣传，6月30日前完成。"),
        (2, "每周报送一次。"),
    ]

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Home")
    page.keyboard.press("Backspace")
    saved(page)
    assert rows(section)[1] == (0, "各村组织网格员入户宣传，6月30日前完成。每周报送一次。")

    page.keyboard.press("Control+z")
    saved(page)
    assert [text for _level, text in rows(section)] == [
        "入户宣传", "各村组织网格员入户宣传，6月30日前完成。", "每周报送一次。", "校园宣传",
        "学校召开主题班会。",
    ]  # fmt: skip
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.block") is None
    assert page.wrong == []


def test_a_sentence_moves_by_keys_into_the_next_section(write, section):
    page = write()
    block(page, 3).click()
    page.keyboard.press("Alt+ArrowDown")
    saved(page)

    other = Section.objects.get(heading="工作要求")
    assert (len(rows(section)), rows(other)) == (3, [(0, "学校召开主题班会。"), (0, "压实责任。")])


def test_numbers_follow_at_once_in_text_and_outline(write, section):
    page = write()
    block(page, 3).click()
    page.keyboard.press("Tab")

    expect(block(page, 3).locator(".lb")).to_have_text("（三）")
    expect(page.locator("[data-outline] .l2").nth(2)).to_have_text("（三）学校召开主题班会。")


def test_a_pasted_text_falls_into_numbered_sentences_and_a_table(write, section):
    page = write()
    at_end_of(page, 4)
    page.keyboard.press("Enter")
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData('text/plain', text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        "（一）严格考核\n1.每月通报\n单位\t期限\n桃源村\t6月",
    )
    saved(page)

    other = Section.objects.get(heading="工作要求")
    assert list(other.clauses.values_list("kind", "level", "text")) == [
        ("text", 0, "压实责任。"), ("text", 1, "严格考核"), ("text", 2, "每月通报"),
        ("table", 0, "单位|期限\n桃源村|6月"),
    ]  # fmt: skip
    expect(page.locator(".bk table td").first).to_have_text("桃源村")


def test_bold_and_a_table_written_by_hand(write, section):
    page = write()
    block(page, 3).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+b")
    page.locator("[data-do=table]").click()
    page.keyboard.type("单位")
    page.keyboard.press("Tab")
    page.keyboard.type("期限")
    page.keyboard.press("Enter")
    page.keyboard.type("6月")
    page.keyboard.press("Escape")
    saved(page)

    assert list(section.clauses.values_list("kind", "text"))[3:] == [
        ("text", "**学校召开主题班会。**"),
        ("table", "单位|期限\n|6月"),
    ]
    expect(block(page, 3).locator("b")).to_have_text("学校召开主题班会。")


def test_two_people_on_one_sentence_choose_between_both_texts(write, section):
    first, second = write(), write("second_coordinator")
    second.context.set_offline(True)
    at_end_of(second, 3)
    second.keyboard.type("乙加的。")
    at_end_of(first, 3)
    first.keyboard.type("甲加的。")
    saved(first)
    second.context.set_offline(False)

    panel = second.locator(".pe-clash")
    expect(panel.locator("[data-theirs]")).to_have_text("学校召开主题班会。甲加的。")
    expect(panel.locator("[data-mine]")).to_have_text("学校召开主题班会。乙加的。")
    assert rows(section)[3] == (0, "学校召开主题班会。甲加的。")

    panel.get_by_role("button", name="Keep both sentences").click()
    saved(second)
    assert rows(section)[3:] == [
        (0, "学校召开主题班会。甲加的。"),
        (0, "学校召开主题班会。乙加的。"),
    ]
    assert first.wrong + second.wrong == []


@pytest.mark.parametrize(
    ("choice", "text"),
    [("Use theirs", "学校召开主题班会。甲。"), ("Use mine", "学校召开主题班会。乙。")],
)
def test_the_chosen_text_stands(choice, text, write, section):
    first, second = write(), write("second_coordinator")
    second.context.set_offline(True)
    for page, word in ((second, "乙。"), (first, "甲。")):
        at_end_of(page, 3)
        page.keyboard.type(word)
    saved(first)
    second.context.set_offline(False)
    second.get_by_role("button", name=choice).click()
    saved(second)

    assert rows(section)[3] == (0, text)
    expect(block(second, 3).locator(".tx")).to_have_text(text)


def test_each_sees_the_other_and_the_others_words(write, section, cast):
    first, second = write(), write("second_coordinator")
    at_end_of(first, 1)
    first.keyboard.type("甲加的。")
    first.keyboard.press("Enter")
    first.keyboard.type("新的一句。")
    saved(first)

    there = second.locator("[data-presence]").first
    expect(there).to_contain_text(str(cast["coordinator"]), timeout=15_000)
    expect(block(second, 1).locator(".tx")).to_contain_text("甲加的。")
    expect(block(second, 2).locator(".tx")).to_have_text("新的一句。")
    names = first.locator("[data-names]")
    expect(names).to_contain_text(str(cast["second_coordinator"]), timeout=15_000)


def test_five_minutes_without_network_lose_nothing(write, section):
    page = write()
    page.route("**/plan/**", lambda route: route.abort())
    at_end_of(page, 3)
    page.keyboard.type("断网时写的。")
    page.keyboard.press("Enter")
    page.keyboard.type("断网时加的。")
    expect(page.locator("[data-save-state] [data-state=local]")).to_be_visible()
    assert rows(section)[3:] == [(0, "学校召开主题班会。")]

    page.unroute("**/plan/**")
    saved(page)
    assert rows(section)[3:] == [(0, "学校召开主题班会。断网时写的。"), (0, "断网时加的。")]


def closed(page: Page) -> None:
    page.close()


def crashed(page: Page) -> None:
    """End the tab as a power cut does: none of its scripts runs any more."""
    with page.expect_event("crash"), pytest.raises(Error):
        page.goto("chrome://crash")


@pytest.mark.parametrize("end", [closed, crashed])
def test_a_tab_that_ended_without_network_finds_its_words_again(end, write, campaign, section):
    page = write()
    page.route("**/plan/**", lambda route: route.abort())
    at_end_of(page, 3)
    page.keyboard.type("没存上的。")
    page.keyboard.press("Enter")
    page.keyboard.type("也没存上。")
    end(page)

    again = page.context.new_page()
    again.goto(reverse("campaigns:plan-edit", args=[campaign.pk]))
    expect(block(again, 4)).to_have_text("也没存上。")
    saved(again)
    assert rows(section)[3:] == [(0, "学校召开主题班会。没存上的。"), (0, "也没存上。")]
    if end is crashed:  # a tab that is closed may still have sent them when the network came back
        back = again.get_by_text("Text that had not reached the server yet is back")
        expect(back).to_be_visible()


def test_what_i_left_here_is_never_saved_as_somebody_else(write, sit_down, campaign, section):
    page = write()
    page.route("**/plan/save/", lambda route: route.abort())
    at_end_of(page, 3)
    page.keyboard.type("我的话。")
    page.unroute("**/plan/save/")
    page.context.clear_cookies()
    other = page.context.new_page()
    other.goto("/login/")
    other.fill("input[name=username]", "second_coordinator")
    other.fill("input[name=password]", PASSWORD)
    other.press("input[name=password]", "Enter")
    other.goto(reverse("campaigns:plan-edit", args=[campaign.pk]))

    expect(page.get_by_text("Your text is kept for you.")).to_be_visible()
    expect(block(other, 3)).to_have_text("学校召开主题班会。")
    assert rows(section)[3] == (0, "学校召开主题班会。")
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('fw-plan:')).length")


def test_a_session_that_ended_is_mended_in_another_tab(write, section):
    page = write()
    at_end_of(page, 3)
    UserSession.objects.all().delete()
    page.context.clear_cookies(name="sessionid")
    page.keyboard.type("退出后写的。")
    expect(page.get_by_text("You have been signed out.")).to_be_visible()

    other = page.context.new_page()
    other.goto("/login/")
    other.fill("input[name=username]", "coordinator")
    other.fill("input[name=password]", PASSWORD)
    other.press("input[name=password]", "Enter")
    page.bring_to_front()
    saved(page)
    assert rows(section)[3] == (0, "学校召开主题班会。退出后写的。")
    expect(page.get_by_text("You have been signed out.")).to_be_hidden()


def test_deleting_a_sentence_with_a_task_asks_what_becomes_of_it(write, section, make_task):
    clauses = list(section.clauses.all())
    task = make_task(clause=clauses[3])
    page = write()
    block(page, 3).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Escape")

    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[data-holds] li")).to_have_text(["Task 1 入户宣传"])
    dialog.get_by_role("button", name="Keep the sentence").click()
    expect(block(page, 3)).to_have_text("Task 1学校召开主题班会。")
    expect(dialog).to_be_hidden()

    block(page, 3).locator(".tx").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    dialog.get_by_label("The other sentence").select_option(str(clauses[1].pk))
    dialog.get_by_role("button", name="Delete the sentence").click()

    expect(block(page, 1).locator(".no")).to_have_text("Task 1")
    task.refresh_from_db()
    assert (task.clause_id, len(rows(section))) == (clauses[1].pk, 3)


def test_a_sentence_becomes_a_task_and_leads_back(write, section):
    page = write()
    at_end_of(page, 3)
    page.keyboard.press("Enter")
    page.keyboard.type("银行每季度演练一次。")
    page.get_by_role("button", name="Make it a task").click()
    page.wait_for_url("**/tasks/add/?clause=*")

    clause = Clause.objects.get(text="银行每季度演练一次。")
    assert page.locator("[name=clause]").input_value() == str(clause.pk)


def test_a_section_is_renamed_in_place_and_dragged(write, campaign, section):
    page = write()
    page.locator("[data-heading] .tx").nth(1).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("三、保障措施")
    page.keyboard.press("Escape")
    saved(page)
    grip = page.locator("[data-grip]").nth(1)
    page.locator("[data-row]").nth(1).hover()
    grip.hover()
    page.mouse.down()
    page.mouse.move(*[page.locator("[data-row]").first.bounding_box()[side] for side in "xy"])
    page.mouse.up()
    expect(page.locator("[data-heading] h2").first).to_have_text("一、保障措施")

    assert list(campaign.sections.values_list("heading", flat=True)) == ["保障措施", "任务分工"]


def test_a_phone_reads_and_does_not_write(sit_down, campaign, section):
    phone = sit_down("coordinator", PASSWORD, on=PHONE)
    phone.goto(reverse("campaigns:plan-edit", args=[campaign.pk]))
    block(phone, 1).click()

    expect(phone.get_by_text("please open it on a computer")).to_be_visible()
    expect(phone.locator(".bk-area")).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.slow
def test_a_plan_of_200_sections_types_without_lag(write, campaign, section, cast):
    made = Section.objects.bulk_create(
        Section(campaign=campaign, kind="other", heading=f"第{n}节", position=n + 2)
        for n in range(200)
    )
    Clause.objects.bulk_create(
        Clause(
            section=one, text="各单位要压实责任，按时报送，不得漏报。" * 2, level=n % 3, position=n
        )
        for one in made
        for n in range(6)
    )
    page = write()
    at_end_of(page, 600)
    took = page.evaluate(
        """() => {
          const area = document.activeElement, start = performance.now();
          for (let n = 0; n < 50; n += 1) {
            area.setRangeText('字', area.value.length, area.value.length, 'end');
            area.dispatchEvent(new Event('input', {bubbles: true}));
            area.getBoundingClientRect();
          }
          return (performance.now() - start) / 50;
        }"""
    )
    saved(page)

    assert took < 50  # milliseconds for a letter, on two busy cores
