"""The dictionary of pinyin is large, and a process that spells no name does without it."""

import subprocess
import sys

from django.conf import settings

LOOK = (
    "import sys, django; django.setup(); import fraudwatch.urls;"
    "print('pypinyin' in sys.modules);"
    "from orgs.spelling import unit_spelling; print(unit_spelling('河湾镇'))"
)


def test_the_dictionary_is_fetched_when_a_name_is_spelt():
    told = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=settings.BASE_DIR, capture_output=True, text=True,
        timeout=60, check=True,
    ).stdout.split("\n")  # fmt: skip

    assert told[:2] == ["False", " hewanzhen hwz"]
