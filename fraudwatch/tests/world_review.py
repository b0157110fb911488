"""The world's reports in every step of a review: with the township, undoable, being corrected."""

from datetime import timedelta
from types import SimpleNamespace

from fraudwatch.lib import clock
from fraudwatch.tests import cast as stage
from fraudwatch.tests.cast import NOON
from reports.actions.corrections import ask_correction, open_correction
from reports.actions.reviews import approve_report
from reports.models import Report, ReportTemplate


def make_review(world: SimpleNamespace, hand_in: object) -> None:
    """Three weeks ago: a report each that can be forwarded, approved, taken back, dropped."""
    cast, units = world.cast, world.units
    world.old_period = stage.open_period(world.template, back=3)
    rows = {row.unit_id: row for row in world.old_period.reports.select_related("unit")}
    village, sibling, school, bank = (
        rows[units[key].pk] for key in ("village", "sibling", "school", "bank")
    )
    with clock.at(NOON - timedelta(days=19)):
        world.plain = hand_in(village, cast["reporter"], "村里的周报")
        Report.objects.filter(pk=village.pk).update(risk=0, risks=[])
        levels = ReportTemplate.objects.filter(pk=world.template.pk)
        levels.update(review_by_town=True)
        sibling.period.template.review_by_town = True
        world.with_town = hand_in(sibling, cast["sibling"], "柳溪村的周报")
        levels.update(review_by_town=False)
        world.decided_now = hand_in(school, cast["school"], "学校的周报")
        world.correcting = hand_in(bank, cast["bank"], "银行的周报")
    with clock.at(NOON - timedelta(minutes=5)):
        office = cast["coordinator"]
        for report in (world.decided_now, world.correcting):
            approve_report(report, version=report.version, by=office)
        open_correction(
            world.correcting, fields=["visits"], reason="多报了", by=office,
            correct_by=NOON + timedelta(days=2),
        )  # fmt: skip
        world.correction = ask_correction(
            world.approved, values={"visits": "99"}, fields=[],
            reason="Godwit-school-correction", by=cast["school"],
        )  # fmt: skip
