"""Recomputing all totals from the reports (重算汇总) as work in the background."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from orgs.documents import WHOLE, Choice, Document, Progress, Worked
from orgs.models import User
from reports.actions.totals import rebuilt_periods

COMPARE, MEND = 1, 2


class RebuildTotals(Document):
    """Every total of every period, straight from the reports; differences are mended."""

    name, permission, kind = "rebuild-totals", "reports.rebuild_totals", ""
    label = gettext_lazy("Recompute all totals")
    help = gettext_lazy("Compares every total with its reports and mends what differs; no file.")
    parameters = ("way",)
    group = WHOLE

    def choices(self, user: User, session: Mapping) -> list[Choice]:
        """Only compare, or mend as well."""
        if not user.has_perm(self.permission):
            return []
        ways = [(str(COMPARE), _("compare only")), (str(MEND), _("compare and mend"))]
        return [Choice("way", _("Compare or mend"), ways, ways[0][0])]

    def read(self, data: Mapping) -> dict:
        """One of the two ways. ValueError for any other."""
        found = super().read(data)
        if found.get("way") not in (COMPARE, MEND):
            raise ValueError("way")
        return found

    def subject(self, user: User, parameters: dict) -> User:
        """It is about the whole site."""
        return user

    def title(self, subject: User, parameters: dict) -> str:
        """What is done."""
        way = _("compare and mend") if parameters.get("way") == MEND else _("compare only")
        return f"{self.label} · {way}"

    def make(self, subject: User, parameters: dict, user: User, progress: Progress) -> Worked:
        """Period by period; a cancelled order leaves those done before it mended."""
        found = 0
        check = parameters.get("way") != MEND
        for number, total, lines in rebuilt_periods(check=check):
            found += len(lines)
            progress(number, total, _("Recomputing the totals"))
        if not found:
            return Worked(_("Every total agrees with its reports."))
        words = (
            ngettext("%(n)d total differs; nothing was changed.",
                     "%(n)d totals differ; nothing was changed.", found)
            if check else ngettext("%(n)d total was mended.", "%(n)d totals were mended.", found)
        )  # fmt: skip
        return Worked(words % {"n": found})
