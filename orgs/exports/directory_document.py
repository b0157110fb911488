"""The directory of liaisons as a document that can be ordered and scheduled; phones masked."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fraudwatch.lib import clock
from fraudwatch.lib.uploads import safe_name
from orgs.actions.directory import note_directory_export
from orgs.documents import PEOPLE, XLSX, Choice, Document, Made, Progress
from orgs.exports.directory_xlsx import directory_book
from orgs.models import Unit, User
from orgs.queries.directory import Asked, directory_branches, directory_rows, directory_units

STEPS = 2
OFFERED = 200


class DirectoryXlsx(Document):
    """One unit a row with its liaisons, below a unit within reach."""

    name, permission, kind = "liaison-directory", "orgs.list_units", XLSX
    label = gettext_lazy("Liaison directory (Excel)")
    help = gettext_lazy("One row for each unit: liaison, backup, posts; phones are masked.")
    parameters = ("branch",)
    group, repeats = PEOPLE, True

    def choices(self, user: User, session: Mapping) -> list[Choice]:
        """The units within reach from the top."""
        if not user.has_perm(self.permission):
            return []
        units = directory_branches(user)[:OFFERED]
        options = [(str(unit.pk), "\u3000" * (unit.depth - 1) + unit.name) for unit in units]
        return (
            [Choice("branch", _("Unit and all below it"), options, options[0][0])]
            if options
            else []
        )

    def subject(self, user: User, parameters: dict) -> Unit:
        """The unit at the top. DoesNotExist when it is out of reach."""
        return directory_branches(user).get(pk=parameters["branch"])

    def title(self, subject: Unit, parameters: dict) -> str:
        """Whose directory it is."""
        return f"{_('Liaison directory')} · {subject.name}"

    def make(self, subject: Unit, parameters: dict, user: User, progress: Progress) -> Made:
        """Write the sheet; that it was taken along stands in the trail."""
        progress(0, STEPS, _("Reading the directory"))
        units = list(directory_units(user, Asked(town=subject.pk)))
        content, phones = directory_book(user, directory_rows(user, units))
        progress(1, STEPS, _("Putting the file away"))
        note_directory_export(units=len(units), phones=phones, by=user)
        day = clock.today()
        name = safe_name(f"{_('Liaison directory')} {subject.name} {day:%Y-%m-%d}.xlsx")
        return Made(name, XLSX, content)
