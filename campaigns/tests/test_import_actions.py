"""A plan read in: opened, looked over, taken back, made a draft campaign."""

from datetime import date, datetime

import pytest

from campaigns.actions.import_steps import (
    edit_piece,
    join_piece,
    learn_name,
    mark_pieces,
    move_piece,
    rename_unit,
    set_units,
    split_piece,
    undo_step,
)
from campaigns.actions.plan_imports import discard_import, finish_import, open_import, save_facts
from campaigns.enums import CampaignState, Part, PieceKind, PieceState
from campaigns.errors import CampaignError
from campaigns.models import Campaign, ImportPiece, PlanImport
from campaigns.queries.import_sketch import import_sketch
from campaigns.queries.plan_imports import certain_pieces, import_page, open_imports, pieces_below
from campaigns.tests.plan_texts import PLAN
from fraudwatch.lib.errors import DomainError, StaleVersion
from orgs.models import AuditEntry, LeadingGroup

pytestmark = pytest.mark.usefixtures("english")
UNKNOWN = "No unit below 青澜县 is called “邮政网点”. Correct it or leave it out."
MASKED = "反诈宣传方案\n一、阶段安排\n（一）动员阶段（20xx年7月1日至20xx年7月31日）。各村要入户。"


@pytest.fixture
def plan(units, cast, indicators) -> PlanImport:
    """The invented plan, read in for the county."""
    return open_import(units["county"], text=PLAN, name="方案.txt", by=cast["coordinator"])


def piece(plan: PlanImport, kind: str, start: str) -> ImportPiece:
    return plan.pieces.get(kind=kind, text__startswith=start)


def task(plan: PlanImport, start: str) -> ImportPiece:
    return piece(plan, PieceKind.TASK, start)


def states(plan: PlanImport) -> dict[str, str]:
    return dict(plan.pieces.filter(kind=PieceKind.TASK).values_list("text", "state"))


def confirm_all(plan: PlanImport) -> None:
    mark_pieces(plan, plan.pieces.all(), PieceState.CONFIRMED)


def test_a_plan_is_opened_with_its_facts_and_every_piece_in_its_place(plan):
    assert (plan.title, plan.year, plan.starts_on, plan.ends_on) == (
        "青澜县“无诈暑期”宣传行动方案", 2026, date(2026, 6, 15), date(2026, 8, 20),
    )  # fmt: skip
    assert (plan.group_name, plan.office) == ("青澜县暑期反诈行动领导小组", "青澜农商银行")
    found = task(plan, "在营业网点")
    assert PLAN[found.start : found.end].startswith("在营业网点张贴提示")
    assert found.fields["responsible"] == "青澜农商银行、邮政网点"
    assert [PLAN[a:b] for a, b in found.marks] == ["青澜农商银行", "邮政网点"]
    assert piece(plan, PieceKind.SECTION, "工作任务").state == PieceState.CONFIRMED
    assert found.state == PieceState.OPEN
    assert AuditEntry.objects.filter(action="plan_import.opened").count() == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n ", "There is no text in it. Paste the plan, or choose another file."),
        ("她推开窗，雨已经停了。\n他没有说话。", "plan"),  # as what it is seen is another matter
        ("一、工作任务\n" + "字" * 200_001, "The text has 200,008 characters; 200,000 are read. "
         "Take the plan alone."),
        ("1.各村要入户。\n" * 10_000, "The text has 10,001 lines; 4,000 are read. "
         "Take the plan alone."),
        ("".join(f"{n}.各村要开展第{n}次入户宣传。\n" for n in range(1500)), "points; 1,000 are"),
        ("一、工作任务\n各村要联系张三，身份证号11010519491231002X。", "looks like an ID"),
    ],
    ids=["empty", "a novel", "too long", "too many lines", "too many points", "an ID number"],
)  # fmt: skip
def test_what_is_no_plan_is_refused_in_a_sentence_and_not_kept(units, cast, text, sentence):
    with pytest.raises(CampaignError) as refused:
        open_import(units["county"], text=text, by=cast["coordinator"])

    assert sentence.replace(",", "") in str(refused.value).replace(",", "")
    assert PlanImport.objects.count() == 0


def test_only_who_coordinates_the_unit_opens_an_import_for_it(units, cast):
    with pytest.raises(CampaignError, match="You do not coordinate 青澜县"):
        open_import(units["county"], text=PLAN, by=cast["town"])


def test_the_other_coordinators_of_the_unit_can_go_on_with_it_and_nobody_else(plan, cast):
    seen = {
        name for name, user in cast.items()
        if name not in ("nobody", "disabled") and open_imports(user)
    }  # fmt: skip

    assert seen == {"coordinator", "second_coordinator"}


def test_a_step_counts_and_is_taken_back_with_everything_it_changed(plan):
    mark_pieces(plan, [task(plan, "在营业网点"), task(plan, "组织网格员")], PieceState.CONFIRMED)
    mark_pieces(plan, [task(plan, "组织网格员")], PieceState.DROPPED)
    plan.refresh_from_db()
    assert undo_step(plan, version=plan.version) == "dropped"
    assert task(plan, "组织网格员").state == PieceState.CONFIRMED

    plan.refresh_from_db()
    undo_step(plan, version=plan.version)

    assert set(states(plan).values()) == {PieceState.OPEN}
    plan.refresh_from_db()
    with pytest.raises(CampaignError, match="nothing left to take back"):
        undo_step(plan, version=plan.version)


def test_two_people_on_one_piece_the_second_is_told(plan):
    mine, theirs = task(plan, "组织网格员"), task(plan, "组织网格员")
    mark_pieces(plan, [theirs], PieceState.DROPPED)

    with pytest.raises(StaleVersion, match="Somebody else changed “组织网格员入户宣传” just now"):
        edit_piece(mine, text="别的", fields={})
    with pytest.raises(StaleVersion, match="Somebody else worked on"):
        undo_step(plan, version=1)
    assert states(plan)["组织网格员入户宣传"] == PieceState.DROPPED


def test_no_id_number_is_typed_into_a_piece(plan):
    with pytest.raises(CampaignError, match="looks like an ID"):
        edit_piece(task(plan, "组织网格员"), text="找11010519491231002X", fields={})


def test_a_piece_is_cut_in_two_and_put_together_again(plan):
    both = task(plan, "召开反诈主题班会")

    second = split_piece(both, at=9)

    assert (task(plan, "召开反诈主题班会").text, second.text) == ("召开反诈主题班会", "发放一封信")
    assert PLAN[second.start :].startswith("发放一封信")
    assert second.fields["title"] == "发放一封信"
    assert second.fields["responsible"] == "河湾镇中心小学"

    join_piece(task(plan, "召开反诈主题班会"))
    assert task(plan, "召开").text == "召开反诈主题班会，发放一封信"
    assert states(plan)["发放一封信"] == PieceState.DROPPED

    for _step in range(2):
        plan.refresh_from_db()
        undo_step(plan, version=plan.version)
    assert not plan.pieces.filter(text="发放一封信").exists()
    assert task(plan, "召开").version == 5


def test_it_is_not_cut_where_no_sign_stands(plan):
    with pytest.raises(CampaignError, match="cannot be cut there"):
        split_piece(task(plan, "召开"), at=3)


def test_a_piece_moves_to_another_kind_with_its_units(plan):
    move_piece(task(plan, "组织网格员"), kind=PieceKind.DUTY)

    moved = piece(plan, PieceKind.DUTY, "组织网格员")
    assert (moved.fields, moved.state) == ({"units": "各村"}, PieceState.OPEN)
    with pytest.raises(CampaignError, match="“nonsense” is no kind of piece"):
        move_piece(moved, kind="nonsense")


def test_units_are_set_for_a_whole_block(plan):
    heading = piece(plan, PieceKind.SECTION, "工作任务")

    assert set_units(plan, pieces_below(plan, heading), "各村") == 2  # one is for them already

    assert {one.fields["responsible"] for one in pieces_below(plan, heading)} == {"各村"}
    assert task(plan, "各镇要制定").fields["responsible"] == "各镇"


def test_an_unknown_name_is_replaced_everywhere_or_learned(plan, units, cast):
    assert [one.name for one in import_page(plan).unknown] == ["邮政网点"]

    rename_unit(plan, name="邮政网点", words="河湾镇中心小学")
    assert task(plan, "在营业").fields["responsible"] == "青澜农商银行、河湾镇中心小学"

    plan.refresh_from_db()
    undo_step(plan, version=plan.version)
    learn_name(units["bank"], "邮政网点", by=cast["coordinator"])
    assert import_page(plan).unknown == []
    assert AuditEntry.objects.filter(action="unit.aliases_set").count() == 1


def test_what_is_certain_is_confirmed_and_doubts_stay_with_their_sentence(plan):
    mark_pieces(plan, certain_pieces(plan), PieceState.CONFIRMED)

    page = import_page(plan)
    left = {
        card.title: card.problems for block in page.blocks for card in block.cards if card.is_open
    }
    assert left == {"在营业网点张贴提示": [UNKNOWN]}
    assert page.done == page.total - 1


def test_all_confirmed_becomes_a_draft_campaign_as_if_typed_in(plan, units, cast, noon):
    confirm_all(plan)
    plan.refresh_from_db()
    save_facts(
        plan, version=plan.version, by=cast["coordinator"], lead="青澜农商银行",
        due_on=date(2026, 8, 20), makes_group=True,
    )  # fmt: skip

    made = finish_import(plan, version=plan.version, by=cast["coordinator"])

    assert (made.title, made.state, made.owner) == (
        plan.title,
        CampaignState.DRAFT,
        units["county"],
    )
    assert [
        (one.name, one.starts_on, one.ends_on, one.clause.text) for one in made.phases.all()
    ] == [
        ("动员部署阶段", date(2026, 6, 15), date(2026, 6, 30),
         "动员部署阶段（2026年6月15日至6月30日）。各镇要制定细化方案，6月25日前报领导小组办公室。"),
        ("集中宣传阶段", date(2026, 7, 1), date(2026, 8, 20),
         "集中宣传阶段（2026年7月1日至8月20日）。"),
    ]  # fmt: skip
    target = made.targets.get()
    assert (target.indicator.name, target.op, target.value, target.clause.text) == (
        "知晓率", "ge", 90, "群众知晓率达到90%以上。")  # fmt: skip
    tasks = {one.title: one for one in made.tasks.all()}
    visit = tasks["组织网格员入户宣传"]
    assert visit.clause.text == "组织网格员入户宣传。（各村落实）"
    assert visit.due_at == datetime.fromisoformat("2026-08-20T18:00+08:00")
    parts = {(part.unit.name, part.part) for part in visit.assignments.all()}
    assert parts == {
        ("青澜农商银行", Part.LEAD), ("桃源村", Part.RESPONSIBLE), ("柳溪村", Part.RESPONSIBLE),
        ("石桥村", Part.RESPONSIBLE),
    }  # fmt: skip
    weekly = tasks["报送工作情况"]
    assert (weekly.repeat, weekly.due_at) == (
        "weeks", datetime.fromisoformat("2026-06-19T18:00+08:00"))  # fmt: skip
    assert all(one.clause_id and one.state == "draft" for one in tasks.values())
    assert [one.heading for one in made.sections.all()] == [
        "前言", "组织领导", "工作目标", "阶段安排", "工作任务", "信息报送"]  # fmt: skip
    group = made.leading_group
    assert (group.name, group.office_unit) == ("青澜县暑期反诈行动领导小组", units["bank"])
    assert [(seat.role, seat.person.name) for seat in group.seats.all()] == [
        ("leader", "陈立新"), ("member", "王小芳")]  # fmt: skip
    assert open_imports(cast["coordinator"]) == []


def test_a_made_campaign_is_made_once(plan, cast):
    confirm_all(plan)
    plan.refresh_from_db()
    finish_import(plan, version=plan.version, by=cast["coordinator"])

    with pytest.raises(CampaignError, match="has become a campaign already"):
        finish_import(plan, version=plan.version, by=cast["coordinator"])
    with pytest.raises(CampaignError, match="has become a campaign already"):
        mark_pieces(plan, [task(plan, "组织网格员")], PieceState.DROPPED)
    with pytest.raises(CampaignError, match="has become a campaign already"):
        discard_import(plan, by=cast["coordinator"])
    assert Campaign.objects.filter(title=plan.title).count() == 1


def test_a_draft_that_is_refused_leaves_nothing_behind(plan, cast, units):
    Campaign.objects.create(
        title=plan.title, kind="telecom_fraud", owner=units["county"],
        starts_on=plan.starts_on, ends_on=plan.ends_on,
    )  # fmt: skip
    confirm_all(plan)
    PlanImport.objects.filter(pk=plan.pk).update(makes_group=True)
    plan.refresh_from_db()

    with pytest.raises(DomainError, match="already has a campaign called"):
        finish_import(plan, version=plan.version, by=cast["coordinator"])

    assert (Campaign.objects.count(), LeadingGroup.objects.count()) == (1, 0)
    plan.refresh_from_db()
    assert plan.campaign is None


def test_the_sketch_says_what_stays_open(plan):
    mark_pieces(plan, [task(plan, "在营业网点")], PieceState.CONFIRMED)

    left = plan.pieces.filter(state=PieceState.OPEN).count()
    assert import_sketch(plan).open == [
        f"{left} pieces are not confirmed: they stay text only.",
        UNKNOWN,
        "The task “在营业网点张贴提示” has no due date yet.",
    ]


def test_a_masked_year_is_filled_in_for_all_days_at_once(units, cast):
    plan = open_import(units["county"], text=MASKED, by=cast["coordinator"])
    phase = plan.pieces.get(kind=PieceKind.PHASE)
    assert (plan.year, phase.fields["starts_on"]) == (None, "????-07-01")
    card = next(card for block in import_page(plan).blocks for card in block.cards
                if card.piece == phase)  # fmt: skip
    assert card.problems == [
        "The plan leaves out the year of 07-01. Set it under “Basics”.",
        "The plan leaves out the year of 07-31. Set it under “Basics”.",
    ]

    save_facts(
        plan, version=plan.version, by=cast["coordinator"], year=2026,
        starts_on=date(2026, 7, 1), ends_on=date(2026, 8, 31),
    )  # fmt: skip
    mark_pieces(plan, [phase], PieceState.CONFIRMED)

    made = import_sketch(plan).phases[0]
    assert (made.starts_on, made.ends_on) == (date(2026, 7, 1), date(2026, 7, 31))


def test_a_discarded_import_is_gone(plan, cast):
    discard_import(plan, by=cast["coordinator"])

    assert (PlanImport.objects.count(), ImportPiece.objects.count()) == (0, 0)


def test_thirty_unfinished_imports_are_enough(plan, units, cast):
    PlanImport.objects.bulk_create(
        PlanImport(unit=units["county"], name="x", text="x", made_by=cast["coordinator"])
        for _n in range(29)
    )

    with pytest.raises(CampaignError, match="青澜县 has 30 unfinished imports"):
        open_import(units["county"], text=PLAN, by=cast["coordinator"])
