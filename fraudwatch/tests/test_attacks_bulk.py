"""What comes in many at once passes the same checks as what comes in one by one."""

import ast

import pytest

from campaigns.actions.task_sheets import keep_sheet
from campaigns.imports.tasks_apply import save_tasks
from campaigns.models import Task
from campaigns.tests.task_books import book, row
from fraudwatch.lib.errors import DomainError
from fraudwatch.tests.test_scopes import everything, name_of

WRITES = {
    "create", "bulk_create", "bulk_update", "save", "update", "get_or_create", "update_or_create",
    "delete", "aupdate", "acreate",
}  # fmt: skip
OWN_ROWS = {"job"}  # the file being checked, never the rows that it is about


def bulk_modules():
    """Imports of all apps, and the actions that take many rows."""
    return [
        file
        for file in everything()
        if "imports" in file.parts or ("actions" in file.parts and file.name.startswith("bulk"))
    ]


def written_by_hand(file):
    """``receiver.method`` of each call that writes rows past the actions."""
    for node in ast.walk(ast.parse(file.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        receiver = ast.unparse(node.func.value)
        is_writing = node.func.attr in WRITES and (
            "objects" in receiver or node.func.attr == "save"
        )
        if is_writing and receiver not in OWN_ROWS:
            yield f"{receiver}.{node.func.attr}"


@pytest.mark.parametrize("file", bulk_modules(), ids=name_of)
def test_nothing_that_takes_many_rows_writes_them_itself(file):
    assert list(written_by_hand(file)) == []


def test_the_imports_are_among_them():
    assert {
        "orgs/imports/roster_apply.py", "campaigns/imports/tasks_apply.py",
        "reports/imports/report_book_apply.py", "reports/actions/bulk_reviews.py",
        "campaigns/actions/bulk.py",
    } <= {name_of(file) for file in bulk_modules()}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "x" * 121},
        {"title": "甲", "deliverable": "x" * 121},
        {"title": "甲", "due_at": "2027年6月30日"},
    ],
    ids=["too long", "too long a paper", "after the end"],
)
def test_a_sheet_of_tasks_takes_nothing_that_the_form_refuses(campaign, cast, noon, wrong):
    """Neither at the check nor when somebody saves past it."""
    stored = keep_sheet(
        campaign, book(row("乙"), row(**wrong)), name="任务.xlsx", by=cast["coordinator"]
    )

    with pytest.raises(DomainError):
        save_tasks(campaign, stored, again=False, by=cast["coordinator"])

    assert not Task.objects.filter(campaign=campaign).exists()
