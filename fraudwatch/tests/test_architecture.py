"""Who may import whom, and how large things may grow. Never loosened to make code pass."""

import ast
from functools import cache
from pathlib import Path

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
LARGE = ("spelling.py",)  # fetch a dictionary that most processes never need
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
def nodes(file):
    return list(ast.walk(ast.parse(file.read_text())))


def offenders(files, wrong):
    """What a rule finds wrong, by the files that break it: one test looks at all of them."""
    return {name_of(file): found for file in files if (found := wrong(file))}


def name_of(file):
    return str(file.relative_to(ROOT))


@cache
def imports(file):
    """The dotted names a module imports; ``from a.b import c`` gives ``a.b`` and ``a.b.c``."""
    return list(_imports(file))


def _imports(file):
    package = file.relative_to(ROOT).parent.parts
    for node in nodes(file):
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


def test_the_floor_imports_nothing_of_ours_but_itself():
    ours = ("fraudwatch", *APPS)

    def wrong(file):
        return [
            (line, name)
            for line, name in imports(file)
            if any(is_inside(name, package) for package in ours) and not is_on_the_floor(name)
        ]

    assert offenders(sources("fraudwatch/lib", "fraudwatch/templatetags"), wrong) == {}


def test_an_app_imports_only_the_floor_and_the_apps_below():
    def wrong(file):
        app = file.relative_to(ROOT).parts[0]
        above = APPS[APPS.index(app) + 1 :]
        return [
            (line, name)
            for line, name in imports(file)
            if any(is_inside(name, upper) for upper in above)
            or (is_inside(name, "fraudwatch") and not is_on_the_floor(name))
        ]

    assert offenders(sources(*APPS), wrong) == {}


def test_a_module_imports_its_own_layer_and_those_below():
    def wrong(file):
        parts = file.relative_to(ROOT).with_suffix("").parts
        if parts[1] in ("apps", "tasks"):  # leaves: they import inside functions
            return []
        own = layer(".".join(parts))
        return [
            (line, name)
            for line, name in imports(file)
            if name.split(".")[0] in APPS and layer(name) > own
        ]

    assert offenders(sources(*APPS), wrong) == {}


def test_a_pure_module_asks_neither_settings_nor_clock():
    pure = [file for file in sources(*APPS) if layer(name_of(file)[:-3].replace("/", ".")) == PURE]

    def wrong(file):
        if file.name in ("apps.py", "tasks.py"):
            return []
        return [(line, name) for line, name in imports(file) if name in NOT_PURE]

    assert offenders(pure, wrong) == {}


def test_imports_stand_at_the_top_except_in_leaves():
    def inside(file):
        if file.name in ("tasks.py", "apps.py", *CHILDREN, *LARGE) or "management" in file.parts:
            return []
        return [
            found.lineno
            for function in functions(file)
            for found in ast.walk(function)
            if isinstance(found, ast.Import | ast.ImportFrom)
        ]

    assert offenders(sources("fraudwatch", *APPS), inside) == {}


def test_files_and_functions_stay_small():
    def long(file):
        is_view = "views" in file.relative_to(ROOT).parts
        limit = VIEW if is_view else FUNCTION
        found = [f"{f.name} ({size(f)})" for f in functions(file) if size(f) > limit]
        lines = len(file.read_text().splitlines())
        return found + ([lines] if lines > FILE and file.name != "settings.py" else [])

    assert offenders(sources("fraudwatch", *APPS), long) == {}


def test_a_task_only_wakes_its_action():
    def long(file):
        tasks = (
            f for f in functions(file) if any("task" in ast.unparse(d) for d in f.decorator_list)
        )
        return [task.name for task in tasks if len(body(task)) > TASK]

    assert offenders([f for f in sources(*APPS) if f.name == "tasks.py"], long) == {}


def test_no_form_takes_all_fields():
    forms = [f for f in sources(*APPS) if "forms" in f.relative_to(ROOT).parts]

    assert offenders(forms, lambda file: '"__all__"' in file.read_text()) == {}


@cache
def functions(file):
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in nodes(file) if isinstance(node, kinds)]


def body(function):
    """The statements of a function without its docstring."""
    has_docstring = ast.get_docstring(function) is not None
    return function.body[1:] if has_docstring else function.body


def size(function):
    """Lines from ``def`` to the end, docstring left out."""
    statements = body(function)
    return function.end_lineno - statements[0].lineno + 2 if statements else 1
