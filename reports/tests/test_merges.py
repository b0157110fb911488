"""What a merge of units does to what the old unit owed."""

from campaigns.enums import Part
from campaigns.models import Assignment, Member, Task
from orgs.actions.unit_merges import merge_preview, merge_units
from reports.enums import ReportState
from reports.models import Report, ReportingUnit


def test_tasks_and_reports_go_along_and_the_past_stays(noon, make_period, campaign, units, cast):
    past, now = make_period(1), make_period(0)
    Report.objects.filter(period=past).update(state=ReportState.APPROVED)
    task = Task.objects.create(campaign=campaign, number=1, title="入户", state="issued")
    Assignment.objects.create(task=task, unit=units["school"], part=Part.LEAD)
    Member.objects.filter(unit=units["sibling"]).delete()
    preview = merge_preview(units["school"], units["sibling"], by=cast["coordinator"])

    merge_units(units["school"], into=units["sibling"], version=1, by=cast["coordinator"])

    assert sorted(item.number for item in preview.open_items) == [1, 2]
    assert Assignment.objects.get(task=task).unit == units["sibling"]
    assert Member.objects.filter(campaign=campaign, unit=units["sibling"]).count() == 1
    owing = ReportingUnit.objects.filter(to_on=None)
    assert (
        owing.filter(unit=units["school"]).count(),
        owing.filter(unit=units["sibling"]).count(),
    ) == (0, 1)
    states = dict(Report.objects.filter(unit=units["school"]).values_list("period", "state"))
    assert states == {past.pk: ReportState.APPROVED, now.pk: ReportState.EXEMPT}


def test_a_unit_with_its_own_part_keeps_one(noon, campaign, units, cast):
    task = Task.objects.create(campaign=campaign, number=1, title="入户", state="issued")
    Assignment.objects.create(task=task, unit=units["school"], part=Part.LEAD)
    Assignment.objects.create(task=task, unit=units["sibling"], part=Part.SUPPORT)

    merge_units(units["school"], into=units["sibling"], version=1, by=cast["coordinator"])

    parts = Assignment.objects.exclude(state="withdrawn").values_list("unit", "part")
    assert list(parts) == [(units["sibling"].pk, Part.LEAD)]
