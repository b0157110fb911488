"""The Chinese catalogue: complete, checked, compiled."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "fraudwatch" / "locale" / "zh_Hans" / "LC_MESSAGES"
SOURCES = ("fraudwatch", "orgs", "campaigns", "reports", "templates")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w+}")


@pytest.fixture(scope="module")
def catalogue():
    """The catalogue as it stands in the tree."""
    return polib.pofile(str(FOLDER / "django.po"))


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """The strings that makemessages finds in the sources, in a copy of them."""
    copy = tmp_path_factory.mktemp("sources")
    leave = shutil.ignore_patterns("locale", "__pycache__")
    for name in SOURCES:
        shutil.copytree(ROOT / name, copy / name, ignore=leave)
    target = copy / "fraudwatch" / "locale"
    target.mkdir()
    code = (
        "import django; from django.conf import settings;"
        f"settings.configure(LOCALE_PATHS=[{str(target)!r}], LANGUAGE_CODE='zh-hans');"
        "django.setup(); from django.core.management import call_command;"
        "call_command('makemessages', locale=['zh_Hans'], no_location=True, verbosity=0)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=copy, check=True, timeout=120)
    return polib.pofile(str(target / "zh_Hans" / "LC_MESSAGES" / "django.po"))


def keys(entries):
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in entries}


def placeholders(text):
    return set(PLACEHOLDER.findall(text))


def test_every_string_of_the_sources_is_in_the_catalogue(catalogue, extracted):
    there = keys(entry for entry in catalogue if not entry.obsolete)

    assert sorted(map(str, keys(extracted) - there)) == []


def test_the_catalogue_holds_no_string_that_is_gone(catalogue, extracted):
    assert sorted(map(str, keys(catalogue) - keys(extracted))) == []


def test_no_translation_is_empty(catalogue):
    empty = [
        entry.msgid
        for entry in catalogue
        if not (all(entry.msgstr_plural.values()) if entry.msgid_plural else entry.msgstr)
    ]

    assert empty == []


def test_no_translation_is_a_guess(catalogue):
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_a_translation_keeps_the_placeholders_of_its_string(catalogue):
    differing = [
        entry.msgid
        for entry in catalogue
        for text in [*entry.msgstr_plural.values()] or [entry.msgstr]
        if placeholders(text) != placeholders(entry.msgid_plural or entry.msgid)
    ]

    assert differing == []


def test_the_compiled_catalogue_is_that_of_the_sources(catalogue):
    compiled = polib.mofile(str(FOLDER / "django.mo"))
    wanted = {
        (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in catalogue
    }

    assert {
        (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in compiled
    } == wanted
