"""A revised text against the campaign that is there: what changes, what is taken over."""

from datetime import datetime

import pytest
from django.urls import reverse

from campaigns.actions.import_changes import take_changes
from campaigns.actions.import_steps import mark_pieces
from campaigns.actions.plan_imports import finish_import, open_import, save_facts
from campaigns.actions.tasks import issue_task
from campaigns.enums import PieceState
from campaigns.errors import CampaignError
from campaigns.models import Campaign, PlanImport
from campaigns.queries.import_changes import import_changes
from campaigns.tests.plan_texts import PLAN
from fraudwatch.lib.errors import StaleVersion

pytestmark = pytest.mark.usefixtures("english", "noon")
REVISED = (
    PLAN.replace("组织网格员入户宣传。（各村落实）", "组织网格员入户宣传，逐户登记。（各镇落实）")
    .replace("在营业网点张贴提示。（青澜农商银行、邮政网点落实）", "开展集市宣讲。（沙溪镇落实）")
    .replace("2026年7月1日至8月20日", "2026年7月1日至8月10日")
    .replace("90%", "95%")
)  # fmt: skip


def confirmed(units, cast, text: str, revises: Campaign | None = None) -> PlanImport:
    plan = open_import(units["county"], text=text, revises=revises, by=cast["coordinator"])
    mark_pieces(plan, plan.pieces.all(), PieceState.CONFIRMED)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def made(units, cast, indicators) -> Campaign:
    """The draft campaign of the first text; its school task has a day set by hand."""
    plan = confirmed(units, cast, PLAN)
    save_facts(plan, version=plan.version, by=cast["coordinator"], lead="青澜农商银行")
    campaign = finish_import(plan, version=plan.version, by=cast["coordinator"])
    due = datetime.fromisoformat("2026-07-31T18:00+08:00")
    campaign.tasks.filter(title__startswith="召开反诈主题班会").update(due_at=due)
    return campaign


@pytest.fixture
def revision(units, cast, made) -> PlanImport:
    plan = confirmed(units, cast, REVISED, made)
    return save_facts(plan, version=plan.version, by=cast["coordinator"], lead="青澜农商银行")


def found(plan: PlanImport) -> list[tuple[str, str, str, list[str]]]:
    return [
        (one.kind, one.action, one.title, [line.label for line in one.lines])
        for one in import_changes(plan).changes
    ]


def test_the_same_text_changes_nothing(units, cast, made):
    plan = confirmed(units, cast, PLAN, made)
    save_facts(plan, version=plan.version, by=cast["coordinator"], lead="青澜农商银行")

    assert (plan.title, found(plan)) == (made.title, [])


def test_what_the_campaign_has_is_confirmed_already(units, cast, made):
    plan = open_import(units["county"], text=REVISED, revises=made, by=cast["coordinator"])

    states = dict(plan.pieces.filter(kind="task").values_list("text", "state"))
    assert states["召开反诈主题班会，发放一封信"] == PieceState.CONFIRMED
    assert states["组织网格员入户宣传，逐户登记"] == PieceState.OPEN


def test_what_still_waits_is_not_called_gone(revision, made):
    task = made.tasks.get(title__startswith="召开反诈主题班会")
    piece = revision.pieces.get(kind="task", text__startswith="召开反诈主题班会")

    def is_gone():
        changes = import_changes(revision).changes
        return any(one.action == "gone" and one.old == task for one in changes)

    seen = []
    for state in (PieceState.OPEN, PieceState.DROPPED):
        mark_pieces(revision, revision.pieces.filter(pk=piece.pk), state)
        seen.append(is_gone())

    assert seen == [False, True]


def test_new_changed_and_gone_are_told_apart(revision):
    assert found(revision) == [
        ("section", "changed", "工作目标", ["Text"]),
        ("section", "changed", "阶段安排", ["Text"]),
        ("section", "changed", "工作任务", ["Text"]),
        ("phase", "changed", "集中宣传阶段", ["Days"]),
        ("target", "changed", "知晓率", ["Target"]),
        ("task", "changed", "组织网格员入户宣传，逐户登记", ["Task", "Units"]),
        ("task", "new", "开展集市宣讲", ["Task", "Units"]),
        ("task", "gone", "在营业网点张贴提示", []),
    ]


def test_what_is_chosen_is_taken_over_by_the_actions_of_the_workshop(revision, made, cast):
    keys = {one.key for one in import_changes(revision).changes}

    refusals = take_changes(revision, keys, version=revision.version, by=cast["coordinator"])

    assert refusals == []
    tasks = {task.title: task for task in made.tasks.all()}
    assert "在营业网点张贴提示" not in tasks
    assert sorted(
        part.unit.name for part in tasks["组织网格员入户宣传，逐户登记"].assignments.all()
    ) == ["沙溪镇", "河湾镇", "青澜农商银行"]
    assert made.targets.get().value == 95
    assert str(made.phases.get(name="集中宣传阶段").ends_on) == "2026-08-10"
    school = tasks["召开反诈主题班会，发放一封信"]
    assert school.due_at == datetime.fromisoformat("2026-07-31T18:00+08:00")
    fair = tasks["开展集市宣讲"]
    assert fair.clause.text == "开展集市宣讲。（沙溪镇落实）"
    assert school.clause.text == "召开反诈主题班会，发放一封信。（河湾镇中心小学落实）"
    revision.refresh_from_db()
    assert revision.campaign == made


def test_a_sentence_does_not_leave_while_its_task_stays(revision, made, cast):
    section = next(one for one in import_changes(revision).changes if one.title == "工作任务")

    with pytest.raises(CampaignError, match="在营业网点张贴提示"):
        take_changes(revision, {section.key}, version=revision.version, by=cast["coordinator"])

    assert made.sections.get(heading="工作任务").clauses.filter(text__contains="集市").count() == 0


def test_only_what_is_ticked_changes(revision, made, cast):
    new = next(one for one in import_changes(revision).changes if one.title == "开展集市宣讲")
    before = set(made.tasks.values_list("title", flat=True))

    take_changes(revision, {new.key}, version=revision.version, by=cast["coordinator"])

    assert set(made.tasks.values_list("title", flat=True)) - before == {"开展集市宣讲"}
    assert made.targets.get().value == 90


def test_nothing_chosen_or_out_of_date_is_told(revision, cast):
    with pytest.raises(CampaignError, match="Choose what is to be taken over"):
        take_changes(revision, {"nonsense"}, version=revision.version, by=cast["coordinator"])
    with pytest.raises(StaleVersion):
        take_changes(revision, {"x"}, version=revision.version - 1, by=cast["coordinator"])
    with pytest.raises(CampaignError, match="This is a revised text"):
        finish_import(revision, version=revision.version, by=cast["coordinator"])


def test_an_issued_task_is_withdrawn_on_its_page_and_not_here(revision, made, cast):
    Campaign.objects.filter(pk=made.pk).update(state="running")
    task = made.tasks.get(title="在营业网点张贴提示")
    task.due_at = datetime.fromisoformat("2026-08-01T18:00+08:00")
    task.save(update_fields=["due_at"])
    task.refresh_from_db()
    issue_task(task, by=cast["coordinator"])

    gone = next(one for one in import_changes(revision).changes if one.action == "gone")

    assert gone.obstacle == "It has been issued: withdraw it on its page, with a reason."


def test_the_page_shows_the_words_that_went_and_came(client, revision, cast):
    client.force_login(cast["coordinator"])
    address = reverse("campaigns:import-changes", args=[revision.pk])

    page = client.get(address).content.decode()
    assert "<del>90%</del>" in page or "<del>90</del>" in page
    key = next(one.key for one in import_changes(revision).changes if one.kind == "target")

    done = client.post(address, {"take": key, "version": revision.version})
    assert done.url == reverse("campaigns:plan-edit", args=[revision.revises_id])
    assert client.get(address).url == done.url
