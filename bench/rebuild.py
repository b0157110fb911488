"""How long all totals take to be recomputed and compared, against one plain read of the reports.

Run inside a database made by ``manage.py demo --scale N --weeks W``:
``DATABASE_URL=… python bench/rebuild.py``. Prints seconds and the ratio; nothing is written.
"""

import os
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")
django.setup()

from reports.actions.totals import differences  # noqa: E402 - after the set-up
from reports.models import Report, Total  # noqa: E402


def main() -> None:
    """Read every report once, then recompute every total."""
    begun = time.perf_counter()
    read = sum(1 for _row in Report.objects.values_list("values", "carried").iterator())
    plain = time.perf_counter() - begun
    begun = time.perf_counter()
    found = sum(1 for _line in differences(check=True))
    spent = time.perf_counter() - begun
    print(f"{read} reports, {Total.objects.count()} totals, {found} differences")
    print(f"read {plain:.1f} s, recompute and compare {spent:.1f} s, ratio {spent / plain:.1f}")


if __name__ == "__main__":
    main()
