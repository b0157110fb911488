"""A whole world for tests that ask every page: made once, by the product's own actions.

Every part that only some may know carries a secret word; known.py says who they are.
"""

import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.db import transaction
from PIL import Image

from campaigns.actions.assignments import ask_close, give_feedback, sign
from campaigns.actions.campaigns import create_campaign
from campaigns.actions.duties import save_duty
from campaigns.actions.parts import Parts
from campaigns.actions.phases import save_phase
from campaigns.actions.plan import add_section
from campaigns.actions.reminder_policies import furnish
from campaigns.actions.targets import save_target
from campaigns.actions.tasks import create_task, issue_task
from campaigns.enums import CampaignState
from campaigns.models import Campaign, Member
from fraudwatch.lib import clock
from fraudwatch.tests import cast as stage
from fraudwatch.tests.cast import NOON, ZONE
from fraudwatch.tests.known import SECRET_UNITS
from fraudwatch.tests.world_book import make_books
from fraudwatch.tests.world_editor import add_to_plan
from fraudwatch.tests.world_evid import make_evidence
from fraudwatch.tests.world_fig import make_bases
from fraudwatch.tests.world_import import make_import
from fraudwatch.tests.world_ledger import make_ledger
from fraudwatch.tests.world_lib import add_checks
from fraudwatch.tests.world_link import make_links_and_activities
from fraudwatch.tests.world_parts import make_parts
from fraudwatch.tests.world_review import make_review
from fraudwatch.tests.world_start import make_start
from fraudwatch.tests.world_time import make_periods
from fraudwatch.tests.world_versions import make_versions
from orgs.actions.files import store_file
from orgs.actions.groups import create_group, seat_person
from orgs.actions.liaisons import appoint_liaison
from orgs.actions.notices import tell
from orgs.actions.people import add_person
from orgs.actions.rosters import keep_roster
from orgs.actions.unit_groups import create_unit_group
from orgs.actions.units import create_unit
from orgs.enums import SeatRole, WorkState
from orgs.models import ChannelSetup, Delivery, ExportSchedule, Job, Notice, Unit, User
from orgs.tests.roster_books import book
from reports.actions.drafts import save_draft
from reports.actions.periods import close_due_periods
from reports.actions.photos import add_photo, remove_photo
from reports.actions.reviews import approve_report, return_report
from reports.actions.submissions import submit_report
from reports.actions.totals import fold_totals
from reports.models import Report, ReportingUnit, ReportTemplate

LONG_AGO = datetime(2026, 5, 5, 9, 0, tzinfo=ZONE)
LAST_FRIDAY = datetime(2026, 6, 5, 15, 0, tzinfo=ZONE)
LAST_SATURDAY = datetime(2026, 6, 6, 9, 0, tzinfo=ZONE)
DUE = datetime(2026, 6, 30, 18, 0, tzinfo=ZONE)
FIGURES = {
    "visits": "120", "app_users": "300", "losses": "0", "awareness": {"n": "80", "d": "100"},
}  # fmt: skip


def picture(colour: str = "navy") -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


@contextmanager
def made_world() -> Iterator[SimpleNamespace]:
    """The world inside a transaction that is taken back at the end."""
    with transaction.atomic():
        world = make_world()
        yield world
        transaction.set_rollback(True)


def make_world() -> SimpleNamespace:
    """Two counties at work; it is ``NOON``. Parts are found by short names (see the table)."""
    world = SimpleNamespace()
    with clock.at(LONG_AGO):
        world.units = stage.make_units()
        for key, name in SECRET_UNITS.items():
            Unit.objects.filter(pk=world.units[key].pk).update(name=name)
            world.units[key].refresh_from_db()
        world.cast = stage.make_cast(world.units)
        world.campaign = stage.make_campaign(world.units)
        world.guest = _guest(world.campaign)
        world.indicators = stage.make_indicators()
        world.indicator = world.indicators["visits"]
        world.template = stage.make_template(world.campaign, world.indicators, world.units)
        _people(world)
        _plan(world)
        add_to_plan(world)
        _tasks(world)
        _far_county(world)
        make_ledger(world)
        make_versions(world)
        make_parts(world)
        make_start(world)
        make_import(world)
        make_bases(world)
    _reports(world)
    make_review(world, hand_in)
    with clock.at(NOON):
        make_links_and_activities(world)
        make_periods(world)
        make_evidence(world)
        make_books(world)
        add_checks(world)
        _notices_and_jobs(world)
        fold_totals()
    return world


def _guest(campaign: Campaign) -> Unit:
    """A unit of no county's tree that takes part in the campaign: seen through the campaign."""
    guest = create_unit(None, code="G1", name="省属银行网点", kind="bank", by=None)
    Member.objects.create(campaign=campaign, unit=guest)
    return guest


def _people(world: SimpleNamespace) -> None:
    units, office = world.units, world.cast["coordinator"]
    world.person = add_person(
        units["village"], name="Lark-village-person", post="干事", phone="13900010002", by=office
    )
    world.successor = add_person(units["village"], name="接手人", phone="13900010003", by=office)
    world.other_person = add_person(units["other_village"], name="Quail-other-person", by=office)
    world.far_person = add_person(
        units["far_village"], name="Dunlin-far-person", by=world.cast["far_coordinator"]
    )
    world.liaison = appoint_liaison(units["village"], person=world.person, by=office)
    world.group = create_group(
        units["county"], name="全县反诈工作领导小组", office_unit=units["town"], by=office
    )
    boss = add_person(units["county"], name="县领导", by=office)
    world.seat, _warning = seat_person(world.group, person=boss, role=SeatRole.LEADER, by=office)
    world.unit_group = create_unit_group(
        units["county"], name="各村", units=[units["village"], units["sibling"]], by=office
    )
    world.grant = world.cast["reporter"].grants.get()
    world.roster = keep_roster(book(None, [["接手人", "U003"]]), name="roster.xlsx", by=office)


def _plan(world: SimpleNamespace) -> None:
    campaign, office = world.campaign, world.cast["coordinator"]
    world.section = add_section(
        campaign, kind="tasks", heading="任务分工", text="（一）入户宣传\n每周入户。", by=office
    )
    world.second_section = add_section(
        campaign, kind="measures", heading="保障措施", text="（一）加强领导。", by=office
    )
    world.phase = save_phase(
        campaign, name="集中推进", starts_on=date(2026, 6, 1), ends_on=date(2026, 7, 31), by=office
    )
    world.target = save_target(
        campaign, indicator=world.indicator, op="ge", value=Decimal(1000), by=office
    )
    world.duty = save_duty(campaign, unit=world.units["village"], text="入户宣传", by=office)
    world.draft_campaign = create_campaign(
        world.units["county"], title="尚未发布的专项", kind=campaign.kind, by=office,
        starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30),
    )  # fmt: skip


def _tasks(world: SimpleNamespace) -> None:
    campaign, units, cast = world.campaign, world.units, world.cast
    office, reporter = cast["coordinator"], cast["reporter"]

    def task(title: str, parts: Parts, **more: object) -> object:
        return create_task(campaign, title=title, parts=parts, due_at=DUE, by=office, **more)

    everybody = Parts(units["town"], [units["village"]], [units["school"]])
    world.draft_task = task("Crane-draft-task", everybody)
    world.task = issue_task(task("入户宣传", everybody), by=office)
    world.other_task = issue_task(task("Stork-other-task", Parts(units["other_town"])), by=office)
    world.to_sign = world.task.assignments.get(unit=units["village"])
    second = issue_task(task("张贴海报", everybody), by=office)
    world.working = second.assignments.get(unit=units["village"])
    sign(world.working, by=reporter)
    files = [("Heron-village-file.jpg", picture("teal"))]
    world.feedback = give_feedback(
        world.working, text="Swift-village-feedback", files=files, by=reporter
    )
    world.feedback_file = world.feedback.files.get().file
    third = issue_task(task("校园宣讲", everybody), by=office)
    world.to_verify = third.assignments.get(unit=units["village"])
    sign(world.to_verify, by=reporter)
    ask_close(world.to_verify, text="做完了", by=reporter)


def _far_county(world: SimpleNamespace) -> None:
    owner, village = world.units["far_county"], world.units["far_village"]
    office = world.cast["far_coordinator"]
    far = world.far = SimpleNamespace()
    far.campaign = Campaign.objects.create(
        title="Grebe-far-campaign", kind="telecom_fraud", owner=owner, state=CampaignState.RUNNING,
        starts_on=date(2026, 5, 4), ends_on=date(2026, 10, 31),
    )  # fmt: skip
    Member.objects.create(campaign=far.campaign, unit=village)
    far.template = ReportTemplate.objects.create(
        campaign=far.campaign, name="周报", first_on=date(2026, 5, 4), is_active=True
    )
    version = far.template.versions.create(number=1)
    version.items.create(indicator=world.indicator, section="宣传")
    version.blocks.create(key="work", label="主要做法")
    ReportingUnit.objects.create(template=far.template, unit=village, from_on=date(2026, 5, 4))
    draft = create_task(
        far.campaign, title="Snipe-far-task", parts=Parts(village), due_at=DUE, by=office
    )
    far.task = issue_task(draft, by=office)
    far.assignment = far.task.assignments.get()


def hand_in(report: Report, by: User, text: str, values: dict = FIGURES) -> Report:
    """Submit a report whose text is ``text``; one that is over was opened late before."""
    now = clock.now()
    over = Report.objects.filter(pk=report.pk, closes_at__lte=now)
    over.update(closes_at=now + timedelta(hours=1))
    submit_report(
        report, submission_id=uuid.uuid4(), values=values, texts={"work": text}, reasons={}, by=by
    )
    return report


def _reports(world: SimpleNamespace) -> None:
    cast, last = world.cast, {}
    ReportingUnit.objects.create(
        template=world.template, unit=world.guest, from_on=date(2026, 5, 4)
    )
    world.last_period = stage.open_period(world.template, back=1)
    world.period = stage.open_period(world.template)
    far_period = stage.open_period(world.far.template, back=1)
    for report in world.last_period.reports.select_related("unit"):
        last[report.unit_id] = report
    keys = ["village", "sibling", "school", "other_village", "bank"]
    village, sibling, school, other, bank = (last[world.units[key].pk] for key in keys)
    with clock.at(LAST_FRIDAY):
        photo = add_photo(village, picture(), upload_id=uuid.uuid4(), by=cast["reporter"])
        world.submitted = hand_in(village, cast["reporter"], "Wren-village-report")
        world.returned = hand_in(sibling, cast["sibling"], "柳溪村的周报")
        world.approved = hand_in(school, cast["school"], "学校的周报")
        world.other_report = hand_in(other, cast["other_reporter"], "Finch-other-report")
        world.guest_report = hand_in(
            last[world.guest.pk], cast["second_coordinator"], "Ibis-guest-report"
        )
        world.far.report = hand_in(
            far_period.reports.get(), cast["far_reporter"], "Tern-far-report", {"visits": "7"}
        )
    world.last_photo = photo
    with clock.at(LAST_SATURDAY):
        office = cast["second_coordinator"]
        approve_report(world.approved, version=world.approved.version, by=office)
        return_report(
            world.returned, version=world.returned.version, reason="数字有误", by=office,
            marks={"visits": "再核"}, correct_by=NOON + timedelta(days=2),
        )  # fmt: skip
    with clock.at(NOON):
        close_due_periods(NOON)
        world.missing = bank
        bank.refresh_from_db()
        rows = {report.unit_id: report for report in world.period.reports.all()}
        world.report = rows[world.units["village"].pk]
        world.drafted = rows[world.units["sibling"].pk]
        save_draft(
            world.drafted, values={"visits": "3"}, texts={"work": "Robin-sibling-draft"},
            reasons={}, version=0, by=cast["sibling"],
        )  # fmt: skip
        key = cast["reporter"]
        world.photo = add_photo(world.report, picture("olive"), upload_id=uuid.uuid4(), by=key)
        world.removed_photo = add_photo(
            world.report, picture("red"), upload_id=uuid.uuid4(), by=key
        )
        remove_photo(world.removed_photo, by=key)


def _notices_and_jobs(world: SimpleNamespace) -> None:
    cast = world.cast
    tell(
        [cast["reporter"]], kind="note", occasion="test", title="Eagle-notice", about="test",
        channels=("email",),
    )  # fmt: skip
    world.notice = Notice.objects.get(title="Eagle-notice")
    world.delivery = world.notice.deliveries.get()
    parameters = {"period": world.last_period.pk, "unit": world.units["county"].pk}
    world.policy = furnish(world.campaign, "report", world.template.pk)
    world.policy.steps.exclude(minutes=-1440).delete()
    world.step = world.policy.steps.get()
    tell(
        [cast["reporter"]], kind="reminder", occasion=f"report:{world.report.pk}:-1440",
        title="催报", about=f"report:{world.report.pk}",
    )  # fmt: skip
    world.failed_reminder = Delivery.objects.get(notice__kind="reminder")
    Delivery.objects.filter(pk=world.failed_reminder.pk).update(state=WorkState.FAILED)
    world.channel = ChannelSetup.objects.create(
        kind="webhook", name="值班系统", unit=world.units["county"], secret="long-enough-here",
        address="https://hook.example.cn/in",
    )  # fmt: skip
    world.job = Job.objects.create(
        kind="weekly-summary-xlsx", title="Raven-job", key="test", asked_by=cast["coordinator"],
        state=WorkState.DONE, parameters=parameters, done=1, total=1,
        finished_at=NOON, expires_at=NOON + timedelta(days=7),
    )  # fmt: skip
    world.job.file = store_file(
        b"Raven-job", name="Raven-job.xlsx", kind="application/vnd.ms-excel",
        owner=f"orgs.job:{world.job.pk}", by=cast["coordinator"],
    )  # fmt: skip
    world.job.save(update_fields=["file"])
    world.failed_job = Job.objects.create(
        kind="weekly-summary-xlsx", title="Raven-job", key="failed", asked_by=cast["coordinator"],
        state=WorkState.FAILED, parameters=world.job.parameters, finished_at=NOON,
    )  # fmt: skip
    world.schedule = ExportSchedule.objects.create(
        owner=cast["coordinator"], document="weekly-summary-xlsx", title="Raven-job",
        parameters=world.job.parameters, next_at=NOON,
    )  # fmt: skip
    world.waiting_job = Job.objects.create(
        kind="weekly-summary-xlsx", title="Raven-job", key="waiting", asked_by=cast["coordinator"],
        parameters=world.job.parameters,
    )  # fmt: skip
