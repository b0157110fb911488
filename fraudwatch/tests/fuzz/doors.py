"""Every hostile file of ours through every door that takes files; not part of the suite.

    .venv/bin/python -m pytest fraudwatch/tests/fuzz/doors.py -s

prints a table: door, files, refused, taken, slowest, most memory. ``DOORS_TABLE=file`` keeps every
line of it. Memory is by how much one upload lifts the process's peak.
"""

import os
import resource
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

from fraudwatch.tests.good_books import dialects, good_at
from fraudwatch.tests.hostile_more import attacks_on, hostile_documents, hostile_pictures
from fraudwatch.tests.test_attacks_files import DOORS, HANDED_ON, TABLE, knock, pictures, poison
from fraudwatch.tests.test_uploads_out import PASSENGERS, PDFS, REACHING
from fraudwatch.tests.world_book import town_workbook

pytestmark = pytest.mark.django_db
PHOTOS = ("reports:photo-add", "reports:collect-photo-add")
SECONDS, MEMORY = 5.0, 200.0


def peak() -> float:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def files_for(door: str, world: object) -> Iterator[tuple[str, str, bytes]]:
    """Name, verdict (``never`` and ``bad`` must be refused, the latter not where files are only
    handed on; ``odd`` may be read, ``good`` must be taken)."""
    for name, content in poison().items():
        yield name, "bad", content
    for name, content in hostile_documents().items():
        yield f"{name}.docx", "bad", content
    for name, content in hostile_pictures().items():
        yield name, "bad", content
    good = good_at(door, TABLE, world) or town_workbook(world)
    for name, content in attacks_on(good).items():
        yield f"{name}.xlsx", "bad" if name.startswith("!") else "odd", content
    if "photo" not in door and door != "campaigns:import-start":  # that one reads no workbook
        for name, content in dialects(good).items():
            yield f"{name}.xlsx", "good", content
    for name, content in (REACHING | PASSENGERS).items():
        yield name, "never", content
    for name, content in PDFS.items():
        yield f"{name}.pdf", "never", content
    if door in (*PHOTOS, "campaigns:assignment-feedback"):
        for name, content in pictures().items():
            yield name, "good", content


def wrong_in(door: str, verdict: str, status: int, kept: bool) -> str:
    """What is wrong with an answer, or nothing."""
    if status >= 500:
        return "broke"
    if verdict == "good" and status >= 400:
        return "good refused"
    if verdict == "never" and (kept or status < 400):
        return "bad taken"
    if verdict == "bad" and (kept or status < 400) and door not in HANDED_ON:
        return "bad taken"
    return ""


@pytest.mark.parametrize("door", sorted(DOORS))
def test_a_door_stands_against_every_file(house, door):
    lines, found = [], {"refused": 0, "taken": 0}
    wrong, slowest, largest = [], (0.0, ""), (0.0, "")
    for name, verdict, content in files_for(door, house.world):
        before, start = peak(), perf_counter()
        status, rows, _contents = knock(house, door, name, content)
        took, used = perf_counter() - start, peak() - before
        found["refused" if status >= 400 else "taken"] += 1
        slowest, largest = max(slowest, (took, name)), max(largest, (used, name))
        lines.append(f"{door}\t{name}\t{verdict}\t{status}\t{took:.2f} s\t{used:.0f} MB")
        trouble = wrong_in(door, verdict, status, bool(rows))
        if trouble or took > SECONDS or used > MEMORY:
            wrong.append((name, trouble, status, round(took, 1), round(used)))
    if os.environ.get("DOORS_TABLE"):
        with Path(os.environ["DOORS_TABLE"]).open("a") as table:
            table.write("\n".join(lines) + "\n")
    print(  # noqa: T201
        f"\n{door}: {len(lines)} files, {found['refused']} refused, {found['taken']} taken; "
        f"slowest {slowest[0]:.2f} s ({slowest[1]}), most memory {largest[0]:.0f} MB ({largest[1]})"
    )

    assert wrong == []
