"""Refusals of the reporting actions."""

from fraudwatch.lib.errors import DomainError


class ReportError(DomainError):
    """Something about a report cannot be done; the sentence says what and why."""


class FieldProblems(ReportError):
    """Some figures or texts cannot be taken: ``problems`` maps a field key to its sentence."""

    def __init__(self, sentence: str, problems: dict[str, str]) -> None:
        super().__init__(sentence)
        self.problems = problems
