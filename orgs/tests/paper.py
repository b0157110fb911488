"""A document for tests: it writes a few lines about a unit, or fails the way it is told to."""

from fraudwatch.lib.errors import DomainError
from orgs import documents
from orgs.models import Unit


class Paper(documents.Document):
    """What each step does is put into ``on_step``; the last one gives back the file."""

    name, permission = "paper", "orgs.add_unit"
    label, help, kind = "Paper", "A few lines about a unit.", "text/plain"
    parameters = ("unit",)

    def __init__(self):
        self.made = 0
        self.on_step = []

    def choices(self, user, session):
        units = Unit.objects.reached_by(user)
        return [documents.Choice("unit", "Unit", [(str(one.pk), one.name) for one in units])]

    def subject(self, user, parameters):
        return Unit.objects.visible_to(user).get(pk=parameters["unit"])

    def title(self, subject, parameters):
        return f"Paper of {subject.name}"

    def make(self, subject, parameters, user, progress):
        self.made += 1
        for number, step in enumerate(self.on_step, 1):
            progress(number, len(self.on_step), f"step {number}")
            step()
        return documents.Made(f"{subject.name}.txt", "text/plain", subject.name.encode())


class NotToday(DomainError):
    """A refusal in words."""
