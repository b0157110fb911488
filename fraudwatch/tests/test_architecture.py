"""Who may import whom, and how large things may grow. Never loosened to make code pass."""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("orgs", "campaigns", "reports")  # each may import those before it
PURE, MODELS, READS, WRITES, DOORS, FRONT = range(6)
LAYERS = {
    "models": MODELS,
    "rules": READS,
    "queries": READS,
    "channels": READS,
    "readers": READS,  # who may open a private file
    "actions": WRITES,
    "forms": DOORS,
    "imports": DOORS,
    "exports": DOORS,
    "navigation": DOORS,
    "middleware": FRONT,
    "views": FRONT,
    "urls": FRONT,
    "admin": FRONT,
    "management": FRONT,
    "templatetags": FRONT,
}
FLOOR = ("fraudwatch.lib", "fraudwatch.templatetags")
# Programs of their own: they set limits on themselves before they load anything heavy.
CHILDREN = ("pdf_child.py",)
NOT_PURE = ("django.conf", "django.contrib.auth.models", "fraudwatch.lib.clock")
FILE, FUNCTION, VIEW, TASK = 300, 50, 20, 8


def sources(*folders):
    """Our modules, tests and migrations left out."""
    return [
        file
        for folder in folders
        for file in sorted((ROOT / folder).rglob("*.py"))
        if not {"tests", "migrations"} & set(file.relative_to(ROOT).parts)
    ]


@cache
def tree(file):
    return ast.parse(file.read_text())


def name_of(file):
    return str(file.relative_to(ROOT))


def imports(file):
    """The dotted names a module imports; ``from a.b import c`` gives ``a.b`` and ``a.b.c``."""
    package = file.relative_to(ROOT).parent.parts
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*up, *([node.module] if node.module else [])])
            yield node.lineno, base
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def layer(dotted):
    """The layer of ``app.part.…`` inside its app; what stands alone beside them is pure."""
    part = dotted.split(".")[1] if "." in dotted else ""
    return LAYERS.get("urls" if part.endswith("_urls") else part, PURE)


def is_inside(dotted, package):
    return dotted == package or dotted.startswith(package + ".")


def is_on_the_floor(dotted):
    return dotted == "fraudwatch" or any(is_inside(dotted, part) for part in FLOOR)


@pytest.mark.parametrize("file", sources("fraudwatch/lib", "fraudwatch/templatetags"), ids=name_of)
def test_the_floor_imports_nothing_of_ours_but_itself(file):
    ours = ("fraudwatch", *APPS)
    wrong = [
        (line, name)
        for line, name in imports(file)
        if any(is_inside(name, package) for package in ours) and not is_on_the_floor(name)
    ]

    assert wrong == []


@pytest.mark.parametrize("file", sources(*APPS), ids=name_of)
def test_an_app_imports_only_the_floor_and_the_apps_below(file):
    app = file.relative_to(ROOT).parts[0]
    above = APPS[APPS.index(app) + 1 :]
    wrong = [
        (line, name)
        for line, name in imports(file)
        if any(is_inside(name, upper) for upper in above)
        or (is_inside(name, "fraudwatch") and not is_on_the_floor(name))
    ]

    assert wrong == []


@pytest.mark.parametrize("file", sources(*APPS), ids=name_of)
def test_a_module_imports_its_own_layer_and_those_below(file):
    parts = file.relative_to(ROOT).with_suffix("").parts
    if parts[1] in ("apps", "tasks"):  # leaves: they import inside functions
        return
    own = layer(".".join(parts))
    wrong = [
        (line, name)
        for line, name in imports(file)
        if name.split(".")[0] in APPS and layer(name) > own
    ]

    assert wrong == []


@pytest.mark.parametrize(
    "file",
    [file for file in sources(*APPS) if layer(name_of(file)[:-3].replace("/", ".")) == PURE],
    ids=name_of,
)
def test_a_pure_module_asks_neither_settings_nor_clock(file):
    if file.name in ("apps.py", "tasks.py"):
        return
    wrong = [(line, name) for line, name in imports(file) if name in NOT_PURE]

    assert wrong == []


@pytest.mark.parametrize("file", sources("fraudwatch", *APPS), ids=name_of)
def test_imports_stand_at_the_top_except_in_leaves(file):
    if file.name in ("tasks.py", "apps.py", *CHILDREN) or "management" in file.parts:
        return
    inside = [
        found.lineno
        for function in functions(file)
        for found in ast.walk(function)
        if isinstance(found, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


@pytest.mark.parametrize("file", sources("fraudwatch", *APPS), ids=name_of)
def test_files_and_functions_stay_small(file):
    is_view = "views" in file.relative_to(ROOT).parts
    limit = VIEW if is_view else FUNCTION
    long = [f"{f.name} ({size(f)})" for f in functions(file) if size(f) > limit]
    lines = len(file.read_text().splitlines())

    assert long == []
    assert lines <= FILE or file.name == "settings.py"


@pytest.mark.parametrize("file", [f for f in sources(*APPS) if f.name == "tasks.py"], ids=name_of)
def test_a_task_only_wakes_its_action(file):
    tasks = [f for f in functions(file) if any("task" in ast.unparse(d) for d in f.decorator_list)]
    long = [task.name for task in tasks if len(body(task)) > TASK]

    assert long == []


@pytest.mark.parametrize(
    "file", [f for f in sources(*APPS) if "forms" in f.relative_to(ROOT).parts], ids=name_of
)
def test_no_form_takes_all_fields(file):
    assert '"__all__"' not in file.read_text()


@cache
def functions(file):
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in ast.walk(tree(file)) if isinstance(node, kinds)]


def body(function):
    """The statements of a function without its docstring."""
    has_docstring = ast.get_docstring(function) is not None
    return function.body[1:] if has_docstring else function.body


def size(function):
    """Lines from ``def`` to the end, docstring left out."""
    statements = body(function)
    return function.end_lineno - statements[0].lineno + 2 if statements else 1
