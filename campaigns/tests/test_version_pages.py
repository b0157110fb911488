"""The pages of versions: what each reader finds there, and in how many queries."""

import re

import pytest
from django.urls import reverse

from campaigns.actions.comments import add_comment, answer_comment, settle_comment
from campaigns.actions.parts import Parts
from campaigns.actions.plan import save_section, section_text
from campaigns.actions.versions import return_version
from campaigns.errors import CampaignError
from campaigns.models import PlanComment, PlanVersion
from campaigns.tests.papers import PAPER, published, sent, signed, write

pytestmark = pytest.mark.usefixtures("noon", "english")


@pytest.fixture
def plan(campaign, section):
    """A running campaign with a section of four clauses."""
    return campaign


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def words(response):
    """The readable text of a page, spaces put together."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", text)


def test_the_coordinator_sends_the_plan_from_its_page(plan, sign_in):
    office = sign_in("coordinator")
    page = office.get(url("version-send", plan.pk))
    shown = words(page).split("Who can sign it off")[1].split("Whoever wrote")[0]
    assert shown.split() == ["leader先生", "second_coordinator先生"]

    answer = office.post(url("version-send", plan.pk), {"message": "请审"})

    version = PlanVersion.objects.get()
    assert answer.url == url("version-detail", version.pk)
    assert (version.message, version.sent_by.username) == ("请审", "coordinator")


def test_a_refused_sending_keeps_the_message(campaign, sign_in):
    answer = sign_in("coordinator").post(url("version-send", campaign.pk), {"message": "请审"})

    assert answer.status_code == 422
    assert "The plan has no text yet" in words(answer)
    assert "请审" in answer.content.decode()


def test_the_leader_comments_and_returns_and_the_office_reads_why(plan, cast, sign_in):
    version = sent(plan, cast)
    key = version.content["sections"][0]["clauses"][1]["key"]
    leader = sign_in("leader")
    leader.post(url("comment-add", version.pk), {"clause": key, "text": "写明时限"})

    answer = leader.post(url("version-return", version.pk), {"remarks": ""})
    assert answer.status_code == 422
    assert "Say what has to be changed" in words(answer)
    leader.post(url("version-return", version.pk), {"remarks": "补上时限"})

    page = words(sign_in("coordinator").get(url("version-detail", version.pk)))
    assert "Returned by leader先生" in page
    assert "写明时限" in page
    assert "补上时限" in page


def test_a_refused_decision_says_what_was_typed(plan, cast, sign_in):
    version = sent(plan, cast)
    leader = sign_in("leader")
    return_version(version, remarks="先改", by=cast["second_coordinator"])

    answer = leader.post(url("version-sign-off", version.pk), {"remarks": "同意印发"})

    assert answer.status_code == 422
    assert "second_coordinator先生 returned version 1" in words(answer)
    assert "同意印发" in answer.content.decode()


def test_a_comment_follows_its_sentence_into_the_next_round(plan, section, cast, sign_in):
    version = sent(plan, cast)
    clause = version.content["sections"][0]["clauses"][1]
    comment = add_comment(version, clause_key=clause["key"], text="改时限", by=cast["leader"])
    return_version(version, remarks="改", by=cast["leader"])
    answer_comment(comment, text="已改", by=cast["coordinator"])
    section.refresh_from_db()
    text = section_text(section).replace("6月30日", "7月15日")
    save_section(
        section, version=section.version, heading="任务分工", kind="tasks", text=text,
        by=cast["coordinator"],
    )  # fmt: skip

    again = sent(plan, cast)

    page = sign_in("leader").get(url("version-detail", again.pk)).content.decode()
    place = page.index(f'id="clause-{clause["key"]}"')
    assert place < page.index("改时限") < page.index("已改")
    assert (comment.quote, comment.clause_key.hex) == (
        "各村组织网格员入户宣传，6月30日前完成。", clause["key"].replace("-", ""),
    )  # fmt: skip


def test_a_comment_is_settled_once_and_answered_no_more(plan, cast):
    version = sent(plan, cast)
    comment = add_comment(version, text="总体可行", by=cast["leader"])
    settle_comment(comment, by=cast["leader"])

    with pytest.raises(CampaignError, match="leader先生 settled this comment on 10 June 12:00"):
        settle_comment(comment, by=cast["coordinator"])
    with pytest.raises(CampaignError, match="settled this comment"):
        answer_comment(comment, text="好", by=cast["coordinator"])


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [("", " ", "Write the comment first"), ("x" * 36, "好", "no such sentence"),
     ("", "好" * 1001, "at most 1000 characters")],
)  # fmt: skip
def test_what_cannot_be_a_comment_is_refused(plan, cast, key, text, why):
    version = sent(plan, cast)

    with pytest.raises(CampaignError, match=why):
        add_comment(version, clause_key=key, text=text, by=cast["leader"])
    assert PlanComment.objects.count() == 0


def test_nobody_comments_after_the_decision(plan, cast):
    version = signed(plan, cast)

    with pytest.raises(CampaignError, match="signed version 1 off"):
        add_comment(version, text="晚了", by=cast["leader"])


def test_the_publish_form_suggests_the_next_number_and_keeps_what_was_typed(plan, cast, sign_in):
    published(plan, cast)
    write(plan, "新的一节。", cast["coordinator"])
    version = signed(plan, cast)
    office = sign_in("coordinator")
    page = office.get(url("version-publish", version.pk)).content.decode()
    assert 'value="青反诈办〔2026〕4号"' in page

    data = PAPER | {"document_number": "青反诈办[2026]3号", "note": "请尽快签收"}
    answer = office.post(url("version-publish", version.pk), data)

    assert answer.status_code == 422
    assert "青反诈办〔2026〕3号 is used by" in words(answer)
    assert "请尽快签收" in answer.content.decode()


def test_publishing_leads_to_the_receipts(plan, cast, sign_in):
    version = signed(plan, cast)

    answer = sign_in("coordinator").post(url("version-publish", version.pk), PAPER, follow=True)

    assert answer.redirect_chain == [(url("receipt-list", version.pk), 302)]
    assert "Published; 7 units have been asked to acknowledge" in words(answer)
    assert "0/7 (0%)" in words(answer)


def test_a_member_reads_what_was_published_not_what_is_being_written(plan, cast, sign_in):
    version = published(plan, cast)
    write(plan, "还没有定下来的一句。", cast["coordinator"])
    village = sign_in("reporter")

    answer = village.get(url("plan-detail", plan.pk))
    page = words(village.get(url("version-detail", version.pk)))

    assert answer.url == url("version-detail", version.pk)
    assert "各村组织网格员入户宣传" in page
    assert "还没有定下来" not in page


def test_a_member_sees_no_version_that_is_not_published(plan, cast, sign_in):
    version = sent(plan, cast)
    village = sign_in("reporter")

    assert village.get(url("version-detail", version.pk)).status_code == 404
    assert village.get(f"{url('plan-diff', plan.pk)}?from={version.pk}&to=draft").status_code == 404


def test_a_member_compares_the_text_but_sees_only_its_own_tasks(
    plan, cast, draft, make_task, units, sign_in
):
    first = published(plan, cast)
    write(plan, "暑期加强宣传。", cast["coordinator"], heading="暑期")
    make_task("沙溪镇的任务", parts=Parts(units["other_town"]))
    make_task("桃源村的任务", parts=Parts(units["village"]))
    version = published(plan, cast, document_number="青反诈办〔2026〕4号")

    address = f"{url('plan-diff', plan.pk)}?from={first.pk}&to={version.pk}"
    page = words(sign_in("reporter").get(address))

    assert "暑期加强宣传。" in page
    assert "桃源村的任务" in page
    assert "沙溪镇的任务" not in page


@pytest.mark.parametrize("view", ["", "&view=merged", "&all=1", "&view=merged&all=1"])
def test_two_versions_are_shown_in_words(plan, section, cast, sign_in, view):
    first = published(plan, cast)
    section.refresh_from_db()
    text = section_text(section).replace("6月30日", "7月15日")
    save_section(
        section, version=section.version, heading="任务分工", kind="tasks", text=text,
        by=cast["coordinator"],
    )  # fmt: skip

    address = f"{url('plan-diff', plan.pk)}?from={first.pk}&to=draft{view}"
    page = sign_in("coordinator").get(address).content.decode()

    assert "<del>6月30日</del>" in page
    assert "<ins>7月15日</ins>" in page
    assert ("校园宣传" in page) == ("all" in view)


@pytest.mark.parametrize(
    ("name", "queries"),
    [("version-list", 14), ("version-detail", 9), ("receipt-list", 6), ("plan-diff", 14)],
)
def test_pages_take_the_same_queries_for_one_section_and_for_three(
    plan, cast, sign_in, name, queries, make_task, django_assert_num_queries
):
    version = published(plan, cast)
    office = sign_in("coordinator")
    address = url(name, plan.pk if name in ("version-list", "plan-diff") else version.pk)
    write(plan, "第一节的一句。", cast["coordinator"], heading="第一节")
    make_task("一项")
    office.get(address)
    with django_assert_num_queries(queries):
        office.get(address)
    for number in range(2):
        write(plan, f"第{number}节的一句。", cast["coordinator"], heading=f"节{number}")
        make_task(f"又一项{number}")
    with django_assert_num_queries(queries):
        office.get(address)
