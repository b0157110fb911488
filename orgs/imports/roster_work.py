"""A large roster taken over in the background: all or nothing, as on the page."""

from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.actions.files import read_file
from orgs.actions.rosters import drop_rosters
from orgs.documents import PEOPLE, Document, Progress, Worked
from orgs.models import StoredFile, User
from orgs.queries.rosters import kept_roster

from .roster_apply import RosterRefused, save_roster
from .roster_plan import SAME, RosterPlan
from .roster_xlsx import read_roster

MANY = 2000  # rows above which the page hands the work over
STEPS = 2


class RosterWork(Document):
    """Saving an uploaded roster; it is ordered on the page of its check."""

    name, permission, kind = "roster-import", "orgs.import_roster", ""
    label = gettext_lazy("Roster taken over")
    help = gettext_lazy("Units, people, accounts and roles from an Excel file.")
    group = PEOPLE
    patience, stops = timedelta(minutes=5), False

    def subject(self, user: User, parameters: dict) -> StoredFile:
        """The workbook as its person uploaded it, nobody else's."""
        stored = kept_roster(user, parameters["file"])
        if stored is None:
            raise ObjectDoesNotExist
        return stored

    def title(self, subject: StoredFile, parameters: dict) -> str:
        """Which file."""
        return f"{self.label} · {subject.name}"

    def make(self, subject: StoredFile, parameters: dict, user: User, progress: Progress) -> Worked:
        """Save it whole. RosterRefused when it has mistakes by now."""
        progress(0, STEPS, _("Reading the roster"))
        file = read_roster(read_file(subject))
        rows = len(file.units) + len(file.people)
        progress(1, STEPS, _("Saving %(n)d rows, all or none") % {"n": rows})
        try:
            plan = save_roster(file, by=user, digest=subject.sha256)
        except RosterRefused as refused:
            raise RosterRefused.with_first(refused.problems) from refused
        drop_rosters(by=user)
        return Worked(_outcome(plan), reverse("orgs:unit-list"))


def _outcome(plan: RosterPlan) -> str:
    changed = [sum(row.outcome != SAME for row in rows) for rows in (plan.units, plan.people)]
    return _("%(units)d units and %(people)d people are new or changed.") % {
        "units": changed[0], "people": changed[1],
    }  # fmt: skip
