"""Nothing reaches a page without asking who may see it: read from the code and the models."""

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands

from fraudwatch.celery import app as celery

ROOT = Path(settings.BASE_DIR)
OURS = ("fraudwatch", "orgs", "campaigns", "reports")

# Models without visible_to, and why nobody needs to be asked on them.
PART_OF = {
    "orgs.UnitAlias": "shown with its unit",
    "orgs.GroupSeat": "shown with its leading group",
    "campaigns.SectionDraft": "fetched by section and person",
    "campaigns.PlanPresence": "shown in the editor of a campaign that was asked for",
    "campaigns.Feedback": "shown with its assignment",
    "campaigns.FeedbackFile": "shown with its assignment",
    "orgs.CalendarDay": "the same for everybody",
    "reports.TemplateVersion": "shown with its template",
    "reports.TemplateItem": "shown with its template",
    "reports.TemplateCheck": "shown with its template",
    "reports.TextBlock": "shown with its template",
    "reports.LevelDue": "shown with its template",
    "reports.PeriodException": "shown with its report",
    "reports.ReportingUnit": "shown with its template",
    "reports.AwaitedPhoto": "counted with its report",
    "reports.TaskPicture": "marks of a file, shown with its feedback",
    "reports.TaskPictureUse": "shown with its feedback",
    "reports.ReportDraft": "shown with its report",
    "reports.Revision": "shown with its report",
    "reports.Review": "shown with its report",
    "reports.ReviewMark": "shown with its report",
    "reports.Correction": "shown with its report",
    "reports.Total": "sums of a node whose unit was asked for",
    "reports.Baseline": "sums of a node whose unit was asked for",
    "reports.DirtyReport": "keys for the worker, on no page",
    "orgs.StoredFile": "its owner's reader is asked (orgs.readers)",
    "orgs.SignInAttempt": "counted, on no page",
    "orgs.PasswordHistory": "hashes, on no page",
    "orgs.ExportRun": "shown with its schedule",
    "orgs.WorkerBeat": "the engine's life signs, no content",
}
# Where the first question to a model may be another than visible_to, and why.
SCOPED_OTHERWISE = {
    ("fraudwatch/context.py", "User.filter"): "the person who asks",
    ("fraudwatch/context.py", "PlanVersion.in_review"): "whether there is any at all",
    ("reports/views/collect_gate.py", "CollectLink.filter"): "by the key of the link in hand",
    ("orgs/views/files.py", "StoredFile.filter"): "the owner's reader is asked next",
    ("campaigns/views/plan.py", "SectionDraft.filter"): "the person's own draft",
    ("campaigns/views/editor.py", "Clause.filter"): "of the campaign at hand",
    ("campaigns/views/plan_parts.py", "Clause.filter"): "of the campaign at hand",
    ("campaigns/forms/parts.py", "Liaison.current"): "of the unit of the part at hand",
    ("campaigns/forms/parts.py", "Person.working"): "of the unit of the part at hand",
    ("campaigns/forms/starts.py", "Campaign.filter"): "the one that is chosen already",
    ("campaigns/forms/starts.py", "Unit.filter"): "of units that were asked for before",
    ("campaigns/forms/versions.py", "PlanVersion.filter"): "numbers of one's own office",
    ("campaigns/forms/plan.py", "Clause.filter"): "of the campaign at hand",
    ("campaigns/forms/plan.py", "Indicator.filter"): "the one that is chosen already",
    ("campaigns/forms/tasks.py", "Indicator.filter"): "the one that is chosen already",
    ("reports/exports/weekly_summary.py", "Total.filter"): "of units in sight",
    ("reports/exports/baselines_xlsx.py", "Baseline.filter"): "of the template at hand",
}
FIRST_QUESTIONS = {"visible_to", "handled_by", "none", "in_use"}
MARKED_SAFE = {
    "campaigns/templatetags/wall.py": "cells by the thousand: numbers, our classes, escaped words",
    "fraudwatch/lib/charts_svg.py": "a drawing of ours; its words are escaped",
    "fraudwatch/lib/drawn.py": "a template's own; what is filled in is escaped",
    "fraudwatch/lib/icons.py": "our own icon files",
    "fraudwatch/templatetags/controls.py": "options by the hundred; what they hold is escaped",
    "fraudwatch/templatetags/ui.py": "constants, and blocks rendered by templates",
    "orgs/templatetags/trail.py": "lines by the hundred: every text is escaped",
    "reports/templatetags/analysis.py": "cells by the thousand: our classes, escaped words",
    "reports/templatetags/form_rows.py": "rows that templates have drawn, put together",
}
WHOLE_FOLDER = {  # take it along, bring it back, or try whether it can be written
    "fraudwatch/backups/making.py", "fraudwatch/backups/package.py",
    "fraudwatch/backups/restoring.py", "fraudwatch/health/outside.py",
}  # fmt: skip
WRITES_SQL = {
    "fraudwatch/backups/making.py": "reads everything as of one moment",
    "fraudwatch/backups/restoring.py": "lifts the limit of time for one transaction",
    "fraudwatch/backups/tables.py": "empties tables and sets their counters",
    "fraudwatch/demo/copies.py": "copies weeks for measuring",
    "fraudwatch/health/numbers.py": "counts connections",
    "fraudwatch/health/outside.py": "asks whether the database answers, and its clock",
    "fraudwatch/lib/prepared.py": "asks again with the SQL that the ORM has put together",
    "fraudwatch/lib/same_rows.py": "asks again with the SQL that was asked before",
    "fraudwatch/lib/table_sizes.py": "lets SQLite look how large its tables are",
    "orgs/actions/audit.py": "locks the chain",
    "orgs/actions/tree.py": "locks the tree",
    "reports/actions/totals.py": "locks the totals",
}
TASKS = {
    "campaigns.tasks.open_due_rounds", "campaigns.tasks.remind_due",
    "orgs.tasks.heartbeat", "orgs.tasks.run_jobs", "orgs.tasks.run_schedules",
    "orgs.tasks.send_deliveries",
    "orgs.tasks.sweep", "reports.tasks.compare_photos", "reports.tasks.fold_totals",
    "reports.tasks.let_imports_go",
    "reports.tasks.send_leader_digests", "reports.tasks.turn_periods",
}  # fmt: skip
COMMANDS = {
    "audit_verify", "backup", "check_tree", "create_administrator", "demo", "doctor",
    "fingerprint_photos", "load_package", "parse_plan",
    "publish_static",
    "rebuild_totals", "remind", "restore", "revoke_sessions", "serve", "unlock",
}  # fmt: skip
# Only actions change these; a form that carries one (a version to compare with) is no ModelForm.
NEVER_IN_A_FORM = {
    "status", "state", "path", "depth", "score", "timeliness", "submitted_at", "submitted_by",
    "first_submitted_at", "decided_at", "decided_by", "created_by", "is_superuser", "is_staff",
    "is_zero", "revision_number", "acting_for",
}  # fmt: skip
FILTERS = {"orgs.forms.accounts.AccountFilter"}  # ask by state, change nothing


def modules(*parts):
    """Our modules below the given parts of each app, without tests and migrations."""
    return [
        file
        for name in OURS
        for part in parts
        for found in [ROOT / name / part, ROOT / name / f"{part}.py"]
        for file in ([found] if found.is_file() else sorted(found.rglob("*.py")))
        if "tests" not in file.parts
    ]


def everything():
    """All our modules, without tests and migrations."""
    return [
        file
        for name in OURS
        for file in sorted((ROOT / name).rglob("*.py"))
        if not {"tests", "migrations"} & set(file.relative_to(ROOT).parts)
    ]


def name_of(file):
    return str(file.relative_to(ROOT))


def all_forms():
    """Every form class of ours by its full name; several modules may use one short name."""
    found = {}
    for name in OURS:
        package = importlib.util.find_spec(f"{name}.forms")
        if package is None:
            continue
        package = importlib.import_module(f"{name}.forms")
        for entry in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{entry.name}")
            for one in vars(module).values():
                is_form = isinstance(one, type) and issubclass(one, forms.BaseForm)
                if is_form and one.__module__ == module.__name__:
                    found[f"{one.__module__}.{one.__name__}"] = one
    return found


def test_every_model_says_who_sees_its_rows():
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]
    scoped = {model._meta.label for model in ours if hasattr(model._default_manager, "visible_to")}

    assert {model._meta.label for model in ours} - scoped - set(PART_OF) == set()
    assert set(PART_OF) - {model._meta.label for model in ours} == set(), "listed but gone"
    assert set(PART_OF) & scoped == set(), "listed as without, but has visible_to"


def first_questions(file):
    """``Model.method`` for each ``Model.objects.method`` in the code."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            manager = node.value
            if manager.attr in ("objects", "_default_manager") and isinstance(
                manager.value, ast.Name
            ):
                yield f"{manager.value.id}.{node.attr}"


def test_pages_documents_and_forms_start_from_what_the_person_sees():
    asked = {
        (name_of(file), question)
        for file in modules("views", "exports", "templatetags", "forms", "context", "middleware")
        for question in first_questions(file)
        if question.split(".")[1] not in FIRST_QUESTIONS
    }

    assert asked - set(SCOPED_OTHERWISE) == set()
    assert set(SCOPED_OTHERWISE) - asked == set(), "listed but gone"


def test_hand_written_sql_stands_in_few_places():
    hand_written = {"RawSQL", "raw", "extra", "cursor", "executescript"}
    found = {
        name_of(file)
        for file in everything()
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in hand_written
    }

    assert found == set(WRITES_SQL)


def test_markup_is_made_by_templates_alone():
    safe, formatted = set(), []
    for file in everything():
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Name) and node.id in ("mark_safe", "SafeText"):
                safe.add(name_of(file))
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            is_formatting = is_call and node.func.id == "format_html"
            if is_formatting and not isinstance(node.args[0], ast.Constant):
                formatted.append((name_of(file), node.lineno))

    assert safe == set(MARKED_SAFE)
    assert formatted == [], "format_html takes a constant, never a text made on the way"


def test_one_module_alone_writes_to_the_files_folder():
    names = {"default_storage", "MEDIA_ROOT", "FileSystemStorage"}
    found = {
        name_of(file)
        for file in everything()
        for node in ast.walk(ast.parse(file.read_text()))
        if (isinstance(node, ast.Attribute) and node.attr in names)
        or (isinstance(node, ast.Name) and node.id in names)
    }

    assert found - {"fraudwatch/settings.py"} == {"orgs/actions/files.py", *WHOLE_FOLDER}


def test_no_form_is_made_from_a_model_or_sets_what_actions_set():
    found = all_forms()

    assert len(found) > 20
    assert [name for name, form in found.items() if issubclass(form, forms.BaseModelForm)] == []
    carried = {
        (name, field)
        for name, form in found.items()
        for field in form.base_fields
        if field in NEVER_IN_A_FORM and name not in FILTERS
    }
    assert carried == set()


def test_every_choice_of_rows_is_empty_until_somebody_asks():
    open_to_all = [
        (name, field)
        for name, form in all_forms().items()
        for field, choice in form.base_fields.items()
        if isinstance(choice, forms.ModelChoiceField) and not choice.queryset.query.is_empty()
    ]

    assert open_to_all == []


def test_every_task_is_listed():
    celery.loader.import_default_modules()

    assert {name for name in celery.tasks if not name.startswith("celery.")} == TASKS


def test_every_command_is_listed():
    ours = {name for name, where in get_commands().items() if where in OURS}

    assert ours == COMMANDS


@pytest.mark.parametrize("name", sorted(TASKS))
def test_a_task_takes_no_more_than_a_name(name):
    """Ids and names travel, never content: what is due stands in rows."""
    celery.loader.import_default_modules()
    task = celery.tasks[name]
    arguments = task.run.__code__.co_varnames[: task.run.__code__.co_argcount]

    assert arguments in ((), ("name",))
