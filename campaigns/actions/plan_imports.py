"""A plan read in (导入方案): opened from its text, given its facts, made a draft campaign."""

import hashlib
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.enums import PieceKind, PieceState
from campaigns.errors import CampaignError
from campaigns.import_judgements import doubt, no_plan
from campaigns.import_pieces import MOST_PIECES, Row, is_plan, rows_of
from campaigns.import_words import read_day
from campaigns.models import Campaign, ImportPiece, PlanImport
from campaigns.plan_import.draft import Draft
from campaigns.plan_import.reader import plans_in, read_plan
from campaigns.privacy import refuse_private
from campaigns.queries.import_sketch import import_sketch
from fraudwatch.lib import clock
from fraudwatch.lib.errors import StaleVersion
from fraudwatch.lib.uploads import safe_name
from orgs.actions.audit import gathered, record
from orgs.enums import Role
from orgs.models import Unit, User

from .import_group import make_group
from .starts import start_campaign

LONGEST, MOST_LINES, MOST_OPEN = 200_000, 4_000, 30
APART = 1_024  # between the positions of two pieces, so that new ones fit
FACTS = (
    "title", "theme", "kind", "starts_on", "ends_on", "year", "from_now", "lead", "due_on",
    "leading_group", "makes_group",
)  # fmt: skip


@transaction.atomic
def open_import(
    unit: Unit,
    *,
    text: str,
    by: User,
    name: str = "",
    headings: Mapping[int, int] = MappingProxyType({}),
    part: int | None = None,
    revises: Campaign | None = None,
) -> PlanImport:
    """Read a plan of ``unit`` and keep every piece found, to be looked over.

    ``part`` chooses one of several plans in the text. With ``revises`` it is a new text of that
    campaign: its facts are taken from there, and what it has already is confirmed. ``doubt``
    of what is returned says why the reader is not sure that it is a plan. CampaignError when
    ``by`` does not coordinate the unit, the text is empty, too long, no plan, holds somebody's
    ID or card number, or too many others wait already; SeveralPlans when nobody chose.
    """
    if not by.is_superuser and not by.reaches({Role.COORDINATOR}, unit.path):
        raise CampaignError(
            _("You do not coordinate %(unit)s. Choose a unit of your own.") % {"unit": unit}
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _check_text(text)
    if PlanImport.objects.open().filter(unit=unit).count() >= MOST_OPEN:
        raise CampaignError(
            _("%(unit)s has %(n)d unfinished imports. Finish or discard one first.")
            % {"unit": unit, "n": MOST_OPEN}
        )
    text, headings = _chosen(text, headings, part)
    draft = read_plan(text, headings)
    if draft.judgement.verdict == "none" or not is_plan(draft):
        raise CampaignError(no_plan(draft.judgement.code))
    rows = rows_of(draft, text)
    if len(rows) > MOST_PIECES:
        raise CampaignError(
            _("The text holds %(n)d points; %(most)d are read at a time. Take one plan alone.")
            % {"n": len(rows), "most": MOST_PIECES}
        )
    plan = PlanImport.objects.create(
        unit=unit, text=text, made_by=by, name=safe_name(name, fallback=_("pasted text")),
        revises=revises, **(_facts(draft) | _standing(revises)),
    )  # fmt: skip
    known = _known_words(revises)
    ImportPiece.objects.bulk_create(
        ImportPiece(
            plan=plan, kind=row.kind, text=row.text, start=row.start, end=row.end,
            fields=row.fields, marks=row.marks, confidence=row.confidence, reason=row.reason,
            position=(at + 1) * APART, state=_first_state(row, known),
        )
        for at, row in enumerate(rows)
    )  # fmt: skip
    note = f"sha256 {hashlib.sha256(text.encode()).hexdigest()}"
    record("plan_import.opened", plan, by=by, path=unit.path, note=note)
    plan.doubt = doubt(draft.judgement)
    return plan


class SeveralPlans(CampaignError):
    """The text holds several plans; ``titles`` are theirs, in order, one is to be chosen."""

    def __init__(self, titles: list[str]) -> None:
        super().__init__(_("The text holds %(n)d plans. Choose one.") % {"n": len(titles)})
        self.titles = titles


def _chosen(
    text: str, headings: Mapping[int, int], part: int | None
) -> tuple[str, Mapping[int, int]]:
    """The text of the plan chosen, with its headings at their new places."""
    found = plans_in(text)
    if len(found) < 2:
        return text, headings
    if part is None or not 0 <= part < len(found):
        raise SeveralPlans([one.title.value for one in found])
    span = found[part].span
    kept = {at - span.start: level for at, level in headings.items() if span.start <= at < span.end}
    return text[span.start : span.end], kept


def _first_state(row: Row, known: set[str]) -> str:
    """Headings, attachments and what the campaign has already stand unless somebody objects."""
    stands = row.kind in (PieceKind.SECTION, PieceKind.ATTACHMENT) or row.text in known
    return PieceState.CONFIRMED if stands else PieceState.OPEN


def _standing(revises: Campaign | None) -> dict[str, object]:
    """What a revised text has from its campaign."""
    names = ("title", "theme", "kind", "starts_on", "ends_on", "leading_group")
    if revises is None:
        return {}
    return {name: getattr(revises, name) for name in names} | {"year": revises.starts_on.year}


def _known_words(revises: Campaign | None) -> set[str]:
    """The words of the tasks and phases that a campaign has."""
    if revises is None:
        return set()
    tasks = revises.tasks.values_list("title", "requirement")
    words = {text for task in tasks for text in task}
    return (words | set(revises.phases.values_list("name", flat=True))) - {""}


def _check_text(text: str) -> None:
    if not text.strip():
        raise CampaignError(_("There is no text in it. Paste the plan, or choose another file."))
    if len(text) > LONGEST:
        raise CampaignError(
            _("The text has %(n)d characters; %(most)d are read. Take the plan alone.")
            % {"n": len(text), "most": LONGEST}
        )
    if (lines := text.count("\n") + 1) > MOST_LINES:
        raise CampaignError(
            _("The text has %(n)d lines; %(most)d are read. Take the plan alone.")
            % {"n": lines, "most": MOST_LINES}
        )
    refuse_private(text)


def _facts(draft: Draft) -> dict[str, object]:
    """Title, days and leading group as far as the plan tells; the year it names anywhere."""
    period, group = draft.period, draft.group
    days = [period.start, period.end] if period else []
    days += [day for phase in draft.phases for day in (phase.start, phase.end)]
    year = next((day.year for day in days if day and day.year), None)
    first, last = (read_day(str(day or ""), year) for day in ([*days[:2], None, None][:2]))
    if first and last and last < first:
        last = None
    return {
        "title": draft.title.value[:120] if draft.title else "",
        "theme": draft.theme.value[:120] if draft.theme else "",
        "year": year, "starts_on": first, "ends_on": last,
        "group_name": group.name.value[:120] if group and group.name else "",
        "office": group.office_at.value[:80] if group and group.office_at else "",
    }  # fmt: skip


def save_facts(plan: PlanImport, *, version: int, by: User, **fields: object) -> PlanImport:
    """Set title, days, year and what else holds for the whole plan.

    StaleVersion when somebody changed the import since ``version``; CampaignError for days
    the wrong way round, or once it became a campaign.
    """
    if unknown := set(fields) - set(FACTS):
        raise TypeError(f"save_facts() does not set {', '.join(sorted(unknown))}")
    first = fields.get("starts_on", plan.starts_on)
    last = fields.get("ends_on", plan.ends_on)
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise CampaignError(_("The last day lies before the first. Change one of them."))
    saved = PlanImport.objects.open().filter(pk=plan.pk, version=version).update(
        version=F("version") + 1, saved_at=clock.now(), **fields
    )  # fmt: skip
    plan.refresh_from_db()
    if not saved:
        raise stale(plan)
    return plan


def stale(plan: PlanImport) -> Exception:
    """Why a change of an import is not made: it is a campaign now, or somebody was faster."""
    if plan.campaign_id:
        return CampaignError(
            _("“%(plan)s” has become a campaign already. Go on there.") % {"plan": plan}
        )
    return StaleVersion(
        _("Somebody else worked on “%(plan)s” just now. Look at it again.") % {"plan": plan},
        current=plan,
    )


@transaction.atomic
def discard_import(plan: PlanImport, *, by: User) -> None:
    """Throw an unfinished import away; what became a campaign stays."""
    _lock(plan)
    record("plan_import.discarded", plan, by=by, path=plan.unit.path)
    plan.delete()


@transaction.atomic
def finish_import(plan: PlanImport, *, version: int, by: User) -> Campaign:
    """Make the draft campaign of everything confirmed: all of it or nothing.

    Everything is made by the actions of the workshop, with its sentence as its source.
    CampaignError when title or days are missing, and as from those actions.
    """
    _lock(plan, version)
    if plan.revises_id:
        raise CampaignError(_("This is a revised text. Take its changes over instead."))
    if not (plan.title and plan.starts_on and plan.ends_on):
        raise CampaignError(_("Fill in title, first and last day first, under “Basics”."))
    sketch = import_sketch(plan)
    with gathered():
        group = make_group(plan, by=by) if plan.makes_group else plan.leading_group
        campaign = start_campaign(
            plan.unit, sketch, title=plan.title, theme=plan.theme, kind=plan.kind,
            leading_group=group, note=plan.name, by=by,
        )  # fmt: skip
    PlanImport.objects.filter(pk=plan.pk).update(campaign=campaign, saved_at=clock.now(), undo=[])
    plan.campaign = campaign
    record("plan_import.finished", plan, by=by, path=plan.unit.path)
    return campaign


def _lock(plan: PlanImport, version: int | None = None) -> None:
    """One at a time; the row as it stands now. What became a campaign is closed."""
    rows = PlanImport.objects.select_for_update(no_key=True, of=("self",))
    now = rows.get(pk=plan.pk)
    if now.campaign_id or (version is not None and now.version != version):
        raise stale(now)
