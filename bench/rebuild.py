"""How long all totals take to be recomputed and compared, against one plain read of the reports.

Run inside a database made by ``manage.py demo --scale N --weeks W``:
``DATABASE_URL=… python bench/rebuild.py``. Prints seconds and the ratio; nothing is written.
"""

import os
import sys
import time
from pathlib import Path

import django
from budgets import told

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")


def measure() -> None:
    """Read every report once, then recompute every total."""
    from reports.actions.totals import differences
    from reports.models import Report, Total

    begun, used = time.perf_counter(), time.process_time()
    read = sum(1 for _row in Report.objects.values_list("values", "carried").iterator())
    plain, plain_used = time.perf_counter() - begun, time.process_time() - used
    begun, used = time.perf_counter(), time.process_time()
    found = sum(1 for _line in differences(check=True))
    spent, spent_used = time.perf_counter() - begun, time.process_time() - used
    print(f"{read} reports, {Total.objects.count()} totals")
    print(f"read {plain:.1f} s, recompute and compare {spent:.1f} s")
    print(told("differences to a recompute", found, 0))
    print(told("recompute to a plain read, processor time", spent_used / plain_used, 10))


if __name__ == "__main__":
    django.setup()
    measure()
