"""Run another part in a database of its own that holds measuring data.

``python bench/inside.py --units N [--database postgres://…] excel_upload.py 5000``
"""

import argparse
import subprocess
import sys
from pathlib import Path

from site_of_its_own import own_database


def main() -> None:
    """Make the data, run the part, hand on how it ended."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=0, help="none: the database stays empty")
    parser.add_argument("--weeks", type=int, default=2)
    parser.add_argument("--database", default="", help="URL of a PostgreSQL server; else SQLite")
    parser.add_argument("script")
    parser.add_argument("rest", nargs="*")
    given = parser.parse_args()
    with own_database(given.database):
        if given.units:
            from fraudwatch.demo.scale import make_scale

            make_scale(given.units, given.weeks)
        command = [sys.executable, str(Path(__file__).parent / given.script), *given.rest]
        ended = subprocess.run(command, check=False)  # noqa: S603 - our own scripts
    sys.exit(ended.returncode)


if __name__ == "__main__":
    main()
