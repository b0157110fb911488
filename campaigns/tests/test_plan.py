"""The plan's text and what hangs on it."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.actions.duties import delete_duty, save_duty
from campaigns.actions.indicators import create_indicator, edit_indicator
from campaigns.actions.phases import delete_phase, save_phase
from campaigns.actions.plan import (
    add_section,
    delete_section,
    move_section,
    save_section,
    section_text,
)
from campaigns.actions.targets import save_target
from campaigns.enums import CampaignState, SectionKind, TargetOp
from campaigns.errors import CampaignError
from campaigns.models import Campaign, Section, Target
from campaigns.queries.plan import plan_page
from fraudwatch.lib.errors import StaleVersion
from orgs.models import AuditEntry

from .conftest import TEXT


def save(section, text, by, **more):
    fields = {"version": section.version, "heading": section.heading, "kind": section.kind}
    return save_section(section, text=text, by=by, **fields | more)


def test_a_section_is_kept_as_clauses_and_shown_as_it_was_typed(section):
    assert list(section.clauses.values_list("level", "text")) == [
        (1, "入户宣传"),
        (0, "各村组织网格员入户宣传，6月30日前完成。"),
        (1, "校园宣传"),
        (0, "学校召开主题班会。"),
    ]
    assert section_text(section) == TEXT


def test_numbers_put_themselves_right(section, cast):
    save(section, "（三）先做这个\n（七）再做那个", cast["coordinator"])

    assert section_text(section) == "（一）先做这个\n（二）再做那个"


def test_a_task_keeps_its_sentence_through_an_edit(section, make_task, cast):
    clause = section.clauses.get(position=1)
    task = make_task(clause=clause)
    text = TEXT.replace("6月30日前完成", "7月15日前完成，每周更新台账").replace("（一）", "（二）")

    save(section, "新加的一段。\n" + text, cast["coordinator"])

    task.refresh_from_db()
    assert (task.clause.key, task.clause.position) == (clause.key, 2)
    assert task.clause.text == "各村组织网格员入户宣传，7月15日前完成，每周更新台账。"


def test_a_sentence_with_a_task_does_not_vanish_unasked(section, make_task, cast):
    make_task("入户", clause=section.clauses.get(position=1))

    with pytest.raises(CampaignError, match="入户"):
        save(section, "（一）校园宣传\n学校召开主题班会。", cast["coordinator"])

    assert section_text(Section.objects.get(pk=section.pk)) == TEXT


def test_saving_records_the_text_before_and_after(section, cast):
    save(section, "只剩一句。", cast["coordinator"])

    entry = AuditEntry.objects.get(action="plan.section_saved")
    assert entry.changes == {"text": [TEXT, "只剩一句。"]}


def test_an_endless_section_is_refused_with_its_length(section, cast):
    with pytest.raises(CampaignError, match="20001"):
        save(section, "长" * 20_001, cast["coordinator"])


def test_sections_move_and_stop_at_the_edge(campaign, section, cast):
    office = cast["coordinator"]
    second = add_section(campaign, kind=SectionKind.OTHER, heading="工作要求", by=office)

    move_section(second, step=-1, by=office)
    move_section(second, step=-1, by=office)

    assert [one.heading for one in campaign.sections.all()] == ["工作要求", "任务分工"]
    assert [row.label for row in plan_page(office, campaign).sections] == ["一、", "二、"]


def test_a_preamble_stands_before_the_first_number(campaign, section, cast):
    office = cast["coordinator"]
    first = add_section(campaign, kind=SectionKind.PREAMBLE, heading="导语", by=office)
    move_section(first, step=-1, by=office)

    assert [row.label for row in plan_page(office, campaign).sections] == ["", "一、"]


def test_a_section_with_a_task_is_not_deleted(section, make_task, cast):
    make_task(clause=section.clauses.first())

    with pytest.raises(CampaignError):
        delete_section(section, version=1, by=cast["coordinator"])
    assert Section.objects.count() == 1


def test_a_section_that_changed_meanwhile_is_not_deleted(section, cast):
    save(section, "改过的。", cast["coordinator"])

    with pytest.raises(StaleVersion):
        delete_section(section, version=1, by=cast["second_coordinator"])


def test_a_deleted_section_stays_in_the_trail(section, cast):
    delete_section(section, version=1, by=cast["coordinator"])

    entry = AuditEntry.objects.get(action="plan.section_deleted")
    assert Section.objects.count() == 0
    assert entry.changes == {"section": ["任务分工", ""], "text": [TEXT, ""]}


def test_the_plan_of_an_ended_campaign_is_only_read(section, cast):
    Campaign.objects.update(state=CampaignState.STOPPED)

    with pytest.raises(CampaignError):
        save(section, "改一改。", cast["coordinator"])


def test_a_reader_sees_only_own_tasks_beside_the_text(campaign, section, task, make_task, cast):
    clause = section.clauses.first()
    for one in (task, make_task("银行的事", parts=None)):
        one.clause = clause
        one.save()

    seen = {
        who: [one.title for one in plan_page(cast[who], campaign).tasks]
        for who in ("coordinator", "reporter", "bank")
    }

    assert seen == {"coordinator": ["入户宣传", "银行的事"], "reporter": ["入户宣传"], "bank": []}


def test_a_phase_lies_inside_the_campaign_and_ends_after_it_starts(campaign, cast):
    for first, last in [(date(2026, 5, 1), date(2026, 6, 1)), (date(2026, 6, 2), date(2026, 6, 1))]:
        with pytest.raises(CampaignError):
            save_phase(campaign, name="部署", starts_on=first, ends_on=last, by=cast["coordinator"])
    assert campaign.phases.count() == 0


def test_two_phases_have_different_names(campaign, cast):
    days = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 31)}
    first = save_phase(campaign, name="部署", by=cast["coordinator"], **days)

    with pytest.raises(CampaignError, match="部署"):
        save_phase(campaign, name="部署", by=cast["coordinator"], **days)

    save_phase(campaign, name="动员部署", by=cast["coordinator"], phase=first, **days)
    assert [phase.name for phase in campaign.phases.all()] == ["动员部署"]


def test_a_phase_goes_and_its_tasks_stay(campaign, make_task, cast):
    phase = save_phase(
        campaign, name="部署", starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 31),
        by=cast["coordinator"],
    )  # fmt: skip
    task = make_task(phase=phase)

    delete_phase(phase, by=cast["coordinator"])

    task.refresh_from_db()
    assert task.phase is None


@pytest.mark.parametrize(
    ("code", "value"), [("visits", "-1"), ("visits", "1.5"), ("awareness", "100.5")]
)
def test_a_target_that_cannot_be_is_refused(code, value, campaign, indicators, cast):
    with pytest.raises(CampaignError):
        save_target(
            campaign, indicator=indicators[code], op=TargetOp.AT_LEAST, value=Decimal(value),
            by=cast["coordinator"],
        )  # fmt: skip
    assert Target.objects.count() == 0


def test_an_indicator_has_one_target_of_a_kind(campaign, indicators, cast):
    goal = {"indicator": indicators["visits"], "op": TargetOp.AT_LEAST, "by": cast["coordinator"]}
    save_target(campaign, value=Decimal(5000), **goal)
    save_target(campaign, value=Decimal(100), per_unit=True, **goal)

    with pytest.raises(CampaignError):
        save_target(campaign, value=Decimal(6000), **goal)
    assert campaign.targets.count() == 2


def test_only_a_member_unit_has_a_duty(campaign, units, cast):
    duty = save_duty(campaign, unit=units["bank"], text="把好开户关。", by=cast["coordinator"])

    with pytest.raises(CampaignError, match="青澜县"):
        save_duty(campaign, unit=units["county"], text="统筹。", by=cast["coordinator"])

    delete_duty(duty, by=cast["coordinator"])
    assert campaign.duties.count() == 0


def test_an_indicator_keeps_its_code_kind_and_measure(db, indicators, cast):
    with pytest.raises(TypeError):
        edit_indicator(indicators["visits"], by=cast["coordinator"], code="calls")
    with pytest.raises(CampaignError, match="visits"):
        create_indicator(
            code="visits", kind="whole", measure="flow", name="再来一个", by=cast["coordinator"]
        )


def test_a_plausible_range_does_not_stand_upside_down(db, cast):
    with pytest.raises(CampaignError):
        create_indicator(
            code="calls", kind="whole", measure="flow", name="劝阻", low=Decimal(9),
            high=Decimal(1), by=cast["coordinator"],
        )  # fmt: skip
