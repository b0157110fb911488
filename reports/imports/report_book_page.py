"""What the check page of an uploaded workbook prints; a fixed number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from reports.enums import ImportState
from reports.models import ImportJob
from reports.queries.imports import is_over, same_import

from .report_book_apply import MOVING, BookRefused, may_be_draft
from .report_book_grid import GridCell

OUTCOMES = {
    "new": _("to be submitted"),
    "changed": _("to be submitted again"),
    "zero": _("zero report"),
    "same": _("unchanged"),
    "empty": _("nothing typed"),
    "bad": _("to be corrected"),
}
LOOKS = {"new": "pending", "changed": "returned", "zero": "pending", "same": "ontime",
         "empty": "missing", "bad": "overdue"}  # fmt: skip
MOST_PROBLEMS = 300


@dataclass(frozen=True)
class Word:
    """A figure that is unusual: where it stands, what is unusual, the reason given for it."""

    name: str
    unit: str
    label: str
    cell: str
    text: str
    reason: str
    is_wanted: bool


@dataclass(frozen=True)
class Line:
    """One unit of the workbook."""

    unit: str
    number: int
    outcome: str
    word: str
    look: str
    changes: list[list[str]]


@dataclass
class CheckPage:
    """The check of one upload as the page prints it."""

    job: ImportJob
    lines: list[Line]
    words: list[Word]
    problems: list[dict]
    more_problems: int
    same: ImportJob | None
    refusal: str
    refused: list[tuple[str, str]]
    grid: dict

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many units the file holds, how many would move, are at fault, stay."""
        outcomes = [line.outcome for line in self.lines]
        moving = sum(outcomes.count(name) for name in MOVING)
        bad = outcomes.count("bad")
        return {"all": len(outcomes), "moving": moving, "bad": bad,
                "still": len(outcomes) - moving - bad, "words": len(self.words)}  # fmt: skip

    @cached_property
    def moving(self) -> list[Line]:
        """The units of which something would change or is at fault; once done, all."""
        done = self.job.state == ImportState.DONE
        return [line for line in self.lines if done or line.outcome in (*MOVING, "bad")]

    @cached_property
    def still(self) -> list[Line]:
        """The units that stay as they are."""
        return [] if self.job.state == ImportState.DONE else [
            line for line in self.lines if line.outcome not in (*MOVING, "bad")
        ]  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Whether it can still be confirmed."""
        return self.job.state in (ImportState.WAITING, ImportState.REFUSED) and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether it waited too long."""
        return is_over(self.job)

    @property
    def may_submit(self) -> bool:
        """Whether it can be taken over as it is."""
        return (
            self.is_open and self.job.state == ImportState.WAITING and bool(self.counts["moving"])
        )

    @property
    def may_keep(self) -> bool:
        """Whether it can be kept as drafts."""
        drafts = any(line.outcome in ("new", "changed", "bad") for line in self.lines)
        return self.is_open and drafts and may_be_draft(self.job)

    @property
    def may_mend(self) -> bool:
        """Whether cells can be typed over here."""
        return self.is_open and any(
            cell.label for _row, cells in self.grid["rows"] for cell in cells
        )

    @property
    def step(self) -> int:
        """1 upload, 2 correct, 3 taken over."""
        return 3 if self.job.state in (ImportState.DONE, ImportState.QUEUED) else 2


def check_page(
    job: ImportJob, refused: Exception | None, answers: Mapping[tuple[int, str], str]
) -> CheckPage:
    """The page; ``answers`` typed and refused stand in their fields again."""
    plan = job.plan
    problems = plan.get("problems", [])
    return CheckPage(
        job=job,
        lines=[_line(row) for row in plan.get("rows", [])],
        words=[_word(row, one, answers) for row in plan.get("rows", []) for one in row["warnings"]],
        problems=problems[:MOST_PROBLEMS],
        more_problems=max(len(problems) - MOST_PROBLEMS, 0),
        same=same_import(job),
        refusal=str(refused) if refused else "",
        refused=refused.problems if isinstance(refused, BookRefused) else [],
        grid=_grid(plan.get("grid", {})),
    )


def _grid(grid: Mapping) -> dict:
    """The part of the sheet that is shown, its cells by name."""
    rows = [(number, [GridCell(*cell) for cell in cells]) for number, cells in grid.get("rows", [])]
    head = [GridCell(*cell) for cell in grid.get("head", [])]
    return {**grid, "head": head, "rows": rows}


def _line(row: dict) -> Line:
    outcome = row["outcome"]
    return Line(
        row["unit"], row["number"], outcome, OUTCOMES[outcome], LOOKS[outcome], row["changes"]
    )


def _word(row: dict, one: dict, answers: Mapping[tuple[int, str], str]) -> Word:
    reason = answers.get((row["report"], one["code"]), one["reason"])
    return Word(
        name_of(row["report"], one["code"]), row["unit"], one["label"], one["cell"], one["text"],
        reason, not reason.strip(),
    )  # fmt: skip


def name_of(report: int, code: str) -> str:
    """The name of the field that takes the reason for a figure."""
    return f"r.{report}.{code}"


def answers_in(data: Mapping[str, str]) -> dict[tuple[int, str], str]:
    """The reasons typed on the page, by report and figure."""
    found = {}
    for name, value in data.items():
        kind, _dot, rest = name.partition(".")
        key, _dot, code = rest.partition(".")
        if kind == "r" and code and key.isascii() and key.isdigit() and len(key) < 19:
            found[(int(key), code)] = str(value).strip()
    return found
