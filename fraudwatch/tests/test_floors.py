"""Packages: none older than its floor, each floor with a reason, none that nobody imports."""

import ast
import re
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(settings.BASE_DIR)
# Needed without being imported by name: by Django through a setting, or as a program.
BY_SETTING = {
    "argon2-cffi": "PASSWORD_HASHERS",
    "defusedxml": "openpyxl parses through it when it is there",
    "django-csp": "MIDDLEWARE",
    "gunicorn": "the web server",
    "psycopg2-binary": "DATABASES",
    "redis": "the broker",
}


def lines(file):
    """The lines of a list without comments and blanks."""
    stripped = (line.split("#")[0].strip() for line in (ROOT / file).read_text().splitlines())
    return [line for line in stripped if line and not line.startswith("-r")]


def floors():
    """``[(name, lowest version, reason)]`` of security/floors.txt."""
    rows = []
    for line in (ROOT / "security" / "floors.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, lowest, reason = re.split(r"\s+", line, maxsplit=2)
            rows.append((name, lowest, reason))
    return rows


@pytest.mark.parametrize(("name", "lowest", "reason"), floors(), ids=[row[0] for row in floors()])
def test_the_installed_version_is_not_below_its_floor(name, lowest, reason):
    assert Version(version(name)) >= Version(lowest)
    assert len(reason) > 10


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_installed_as_pinned(file):
    wanted = {Requirement(line).name: str(Requirement(line).specifier) for line in lines(file)}

    assert wanted == {name: f"=={version(name)}" for name in wanted}


def test_every_runtime_requirement_is_used():
    used = set()
    for part in ("fraudwatch", "orgs", "campaigns", "reports"):
        for file in (ROOT / part).rglob("*.py"):
            if "tests" not in file.parts:
                used |= top_names(ast.parse(file.read_text()))
    owners = packages_distributions()
    named = {owner.lower() for name in used for owner in owners.get(name, [])}
    required = {Requirement(line).name for line in lines("requirements.txt")}

    assert sorted(name for name in required - set(BY_SETTING) if name.lower() not in named) == []


def top_names(tree):
    """The first words of all imports of a module, those of libraries fetched later with them."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Later":
            names.add(node.args[0].value.split(".")[0])
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names
