"""What others wrote and we ship: listed with version, licence and hash, and unchanged."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"
ROW = re.compile(r"^\| (\S+/\S+) \| (\S+) \| (\S+) \| (\S+) \| ([0-9a-f]{64}) \|$", re.MULTILINE)


def rows():
    """``{file: (package, version, licence, sha256)}`` of VENDORED.md."""
    return {row[0]: row[1:] for row in ROW.findall((VENDOR / "VENDORED.md").read_text())}


def files():
    return [file for file in VENDOR.rglob("*") if file.is_file() and file.name != "VENDORED.md"]


def test_the_list_names_every_file_and_its_content():
    there = {
        str(file.relative_to(VENDOR)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files()
    }

    assert {name: row[3] for name, row in rows().items()} == there


def test_each_folder_is_named_for_package_version_and_holds_its_licence():
    for name, (_package, version, licence, _digest) in rows().items():
        folder = VENDOR / name.split("/")[0]

        assert folder.name.endswith(f"-{version}")
        assert licence
        assert [*folder.glob("LICENSE*")] != []


@pytest.mark.parametrize("ending", ["js", "css"])
def test_no_file_points_to_a_source_map(ending):
    pointing = [
        file.name
        for file in files()
        if file.suffix == f".{ending}" and "sourceMappingURL" in file.read_text()
    ]

    assert pointing == []
