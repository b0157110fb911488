"""Reckoning at submission how closely a report has to be looked at, and by whom first."""

from collections.abc import Iterable, Sequence

from django.db.models import Count

from fraudwatch.lib.paths import ancestors
from orgs.enums import UnitKind
from orgs.models import Unit
from reports.enums import BEHALF, ReportState, ReuseVerdict, Source, Timeliness
from reports.models import PhotoReuse, Report, Revision
from reports.queries.content import history_of
from reports.risk import Facts, extremes, risk_from, risk_of
from reports.stages import Stage

OTHER_HANDS = frozenset({*BEHALF, Source.LINK})


def assessed(report: Report, revision: Revision, earlier: Sequence[Report]) -> dict[str, object]:
    """The columns of a report that a submission sets for its reviewers.

    Its rank with the reasons (``risk``, ``risks``), at whose desk it lies first
    (``stage``), and whether it answers a return too late (``is_corrected_late``, for good).
    ``earlier`` are the unit's reports before this one.
    """
    histories = {code: history_of(code, earlier) for code in revision.values}
    far_off = [] if revision.is_zero else extremes(revision.values, histories)
    facts = Facts(
        reused=_reused(report) if revision.photos else 0,
        extreme=len(far_off),
        unusual=len(revision.problems.keys() - set(far_off)),
        late_answer=revision.is_late_answer,
        first=not any(past.revision_number for past in earlier) and not report.revision_number,
        again=report.revision_number > 0,
        late=report.timeliness == Timeliness.LATE,
        zero=revision.is_zero,
        other_hand=revision.source in OTHER_HANDS,
    )
    risk = risk_of(facts)
    return {
        "risk": risk.score,
        "risks": [list(reason) for reason in risk.reasons],
        "stage": stage_of(report),
        "forwarded_at": None,
        "forwarded_by": None,
        "is_corrected_late": report.is_corrected_late or revision.is_late_answer,
    }


def hold_reports(report_ids: Iterable[int]) -> None:
    """Lock reports in the order in which everybody locks several, before their photos' rows."""
    rows = Report.objects.filter(pk__in=set(report_ids)).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def rank_again(report_id: int) -> None:
    """Bring the rank of a waiting report up to date after its photos were compared or judged."""
    report = Report.objects.filter(pk=report_id, state=ReportState.SUBMITTED).first()
    if report is None:
        return
    counts = {code: count for code, count in report.risks if code != "reused"}
    risk = risk_from({**counts, "reused": _reused(report)})
    Report.objects.filter(pk=report.pk, version=report.version).update(
        risk=risk.score, risks=[list(reason) for reason in risk.reasons]
    )


def _reused(report: Report) -> int:
    """How many of its photos were used before, those a reviewer allowed left out."""
    rows = PhotoReuse.objects.standing().filter(photo__report=report)
    return rows.exclude(verdict=ReuseVerdict.ALLOWED).aggregate(n=Count("photo", distinct=True))[
        "n"
    ]


def stage_of(report: Report) -> Stage:
    """Whose turn it is first: the township's when reports go level by level and there is one."""
    if not report.period.template.review_by_town:
        return Stage.OFFICE
    above = ancestors(report.unit.path)[:-1]
    has_town = Unit.objects.filter(path__in=above, kind=UnitKind.TOWN).exists()
    return Stage.TOWN if has_town else Stage.OFFICE
