"""How much memory and time each hostile or good file costs, each in a process of its own.

    .venv/bin/python manage.py shell -c "from fraudwatch.tests.fuzz.memory import main; main()"

prints for each reader the number of files, how many were refused, the slowest, and the largest:
what a process holds at most that has loaded our code and reads this file alone. The files are made
by another process (``every_file``), so that nothing of it lies in the memory that is measured.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.sheets import read_workbook
from fraudwatch.lib.uploads import check_attachment, clean_photo

SECONDS, MOST = 5.0, 200.0  # MB of the whole process
MAKE = "from fraudwatch.tests.fuzz.every_file import write; write(%r)"

READERS: dict[str, Callable[[str, bytes], object]] = {
    "workbook": lambda _name, body: read_workbook(body),
    "attachment": check_attachment,
    "photo": lambda _name, body: clean_photo(body),
}


def alone(read: Callable, name: str, path: Path) -> tuple[str, float, float]:
    """The outcome, the seconds, and the MB at the peak of reading one file in a child."""
    out, back = os.pipe()
    if not os.fork():
        begun = perf_counter()
        try:
            read(name, path.read_bytes())
            outcome = "taken"
        except DomainError:
            outcome = "refused"
        except BaseException as error:  # whatever else is a fault of ours, to be told
            outcome = type(error).__name__
        took = perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        os.write(back, f"{outcome} {took:.3f} {peak:.1f}".encode())
        os._exit(0)
    os.close(back)
    told = os.read(out, 200).decode().split()
    os.close(out)
    os.wait()
    return (told[0], float(told[1]), float(told[2])) if told else ("killed", 0.0, 0.0)


def main() -> None:
    """Print a line for each reader, and each file that is too slow, too large or breaks."""
    with TemporaryDirectory() as folder:
        make = [sys.executable, "manage.py", "shell", "-c", MAKE % folder]
        subprocess.run(make, check=True, capture_output=True)  # noqa: S603 - our own command
        names = (Path(folder) / "names.txt").read_text("utf-8").split("\n")
        for reader, read in READERS.items():
            _tell(
                reader,
                [
                    (name, *alone(read, name, Path(folder) / str(number)))
                    for number, name in enumerate(names)
                ],
            )


def _tell(reader: str, found: list[tuple[str, str, float, float]]) -> None:
    slowest = max(found, key=lambda one: one[2])
    largest = max(found, key=lambda one: one[3])
    least = min(one[3] for one in found)
    refused = sum(one[1] == "refused" for one in found)
    print(  # noqa: T201
        f"{reader}: {len(found)} files, {refused} refused; slowest {slowest[2]:.2f} s "
        f"({slowest[0]}), largest {largest[3]:.0f} MB ({largest[0]}), smallest {least:.0f} MB"
    )
    for name, outcome, took, peak in found:
        if outcome not in ("taken", "refused") or took > SECONDS or peak > MOST:
            print("  TOO MUCH:", name, outcome, f"{took:.1f} s, {peak:.0f} MB")  # noqa: T201
