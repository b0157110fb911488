"""Every hostile and good file of ours, written out so that measuring begins in a clean process."""

from collections.abc import Iterator
from pathlib import Path

from fraudwatch.tests.fuzz.mutants import sample
from fraudwatch.tests.good_books import dialects
from fraudwatch.tests.hostile_more import attacks_on, hostile_documents, hostile_pictures
from fraudwatch.tests.test_attacks_files import pictures, poison
from fraudwatch.tests.test_uploads_out import PASSENGERS, PDFS, REACHING


def files() -> Iterator[tuple[str, bytes]]:
    """Every file of ours by name."""
    yield from poison().items()
    yield from ((f"{name}.docx", body) for name, body in hostile_documents().items())
    yield from hostile_pictures().items()
    yield from pictures().items()
    yield from ((f"{name}.xlsx", body) for name, body in attacks_on(sample()).items())
    yield from ((f"{name}.xlsx", body) for name, body in dialects(sample()).items())
    yield from (REACHING | PASSENGERS).items()
    yield from ((f"{name}.pdf", body) for name, body in PDFS.items())


def write(folder: str) -> None:
    """Each as a file of its number; their names in ``names.txt``, a line each."""
    names = []
    for number, (name, body) in enumerate(files()):
        (Path(folder) / str(number)).write_bytes(body)
        names.append(name.replace("\n", " "))
    (Path(folder) / "names.txt").write_text("\n".join(names), "utf-8")
