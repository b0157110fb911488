"""Two people edit one section: nothing is overwritten, nothing typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.actions.plan import keep_draft, save_section, section_text
from campaigns.models import Section, SectionDraft
from fraudwatch.lib.errors import StaleVersion

from .conftest import TEXT

BACKEND = "orgs.queries.backend.AccountBackend"


@pytest.fixture
def two(cast):
    """The browsers of two coordinators."""
    first, second = Client(), Client()
    first.force_login(cast["coordinator"], backend=BACKEND)
    second.force_login(cast["second_coordinator"], backend=BACKEND)
    return first, second


def address(section, name="edit"):
    return reverse(f"campaigns:section-{name}", args=[section.pk])


def typed(text, version=1):
    return {"heading": "任务分工", "kind": "tasks", "text": text, "version": version}


def saved_text(section):
    return section_text(Section.objects.get(pk=section.pk))


def test_the_second_save_shows_both_texts_and_overwrites_nothing(two, section, cast):
    first, second = two
    mine = TEXT.replace("主题班会", "开学第一课")
    first.post(address(section), typed(TEXT + "\n每周报送一次。"))

    response = second.post(address(section), typed(mine))

    page = response.content.decode()
    assert response.status_code == 409
    assert ("每周报送一次。" in page, "开学第一课" in page) == (True, True)
    assert saved_text(section) == TEXT + "\n每周报送一次。"
    draft = SectionDraft.objects.get()
    assert (draft.user, draft.text.replace("\r", ""), draft.based_on) == (
        cast["second_coordinator"], mine, 1,
    )  # fmt: skip


def test_choosing_mine_saves_mine_and_forgets_the_draft(two, section):
    first, second = two
    first.post(address(section), typed("第一个人的。"))
    second.post(address(section), typed("第二个人的。"))

    response = second.post(address(section), typed("第二个人的。", version=2))

    assert response.status_code == 302
    assert (saved_text(section), SectionDraft.objects.count()) == ("第二个人的。", 0)


def test_choosing_theirs_forgets_the_draft_and_keeps_the_text(two, section):
    first, second = two
    first.post(address(section), typed("第一个人的。"))
    second.post(address(section), typed("第二个人的。"))

    second.post(address(section, "discard"))

    assert (saved_text(section), SectionDraft.objects.count()) == ("第一个人的。", 0)


def test_a_third_save_in_between_asks_again(two, section):
    first, second = two
    first.post(address(section), typed("第一次。"))
    second.post(address(section), typed("第二个人的。"))
    first.post(address(section), typed("又改一次。", version=2))

    response = second.post(address(section), typed("第二个人的。", version=2))

    assert (response.status_code, saved_text(section)) == (409, "又改一次。")


def test_autosave_touches_only_the_draft(two, section, cast):
    response = two[0].post(address(section, "draft"), typed("写到一半"))

    assert response.status_code == 200
    assert saved_text(section) == TEXT
    assert SectionDraft.objects.get().user == cast["coordinator"]


def test_the_editor_goes_on_with_the_draft(two, section, cast):
    keep_draft(section, heading="任务分工", text="写到一半", based_on=1, by=cast["coordinator"])

    mine = two[0].get(address(section)).content.decode()
    other = two[1].get(address(section)).content.decode()

    assert ("写到一半" in mine, "写到一半" in other) == (True, False)


def test_opening_with_an_outdated_draft_shows_both_texts(two, section, cast):
    keep_draft(section, heading="任务分工", text="写到一半", based_on=1, by=cast["coordinator"])
    two[1].post(address(section), typed("已经改了。"))

    response = two[0].get(address(section))

    page = response.content.decode()
    assert (response.status_code, "写到一半" in page, "已经改了。" in page) == (409, True, True)


def test_a_refused_save_keeps_what_was_typed_on_the_page(two, section, make_task):
    make_task("入户", clause=section.clauses.get(position=1))

    response = two[0].post(address(section), typed("只剩这一句。"))

    assert (response.status_code, "只剩这一句。" in response.content.decode()) == (422, True)
    assert saved_text(section) == TEXT


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from([0, 1]), st.booleans()), max_size=8))
def test_whatever_the_order_only_the_fresh_save_counts(steps, section, cast):
    """Two editors open and save in any order; a save counts exactly when its version is fresh."""
    people = [cast["coordinator"], cast["second_coordinator"]]
    section = Section.objects.get(pk=section.pk)
    opened, text = [section.version, section.version], section_text(section)
    version = section.version
    for number, (who, opens) in enumerate(steps):
        if opens:
            opened[who] = version
            continue
        words = f"第{who}个人的第{number}版。"
        try:
            save_section(
                Section.objects.get(pk=section.pk), version=opened[who], heading="任务分工",
                kind="tasks", text=words, by=people[who],
            )  # fmt: skip
        except StaleVersion:
            assert opened[who] != version
            assert SectionDraft.objects.get(user=people[who]).text == words
        else:
            assert opened[who] == version
            version, text = version + 1, words
            opened[who] = version
        assert saved_text(section) == text
