"""Libraries that most processes never need stay out of them until they are asked for."""

import subprocess
import sys

import pytest

from fraudwatch.lib.later import Later

SELDOM = (
    "PIL.ImageFont", "icalendar", "opencc", "pypinyin", "python_calamine", "redis", "weasyprint",
)  # fmt: skip
# What a web process has loaded once it can answer any address.
STARTED = """
import sys
from django.urls import get_resolver
import fraudwatch.wsgi
get_resolver().url_patterns
print(*sys.modules)
"""


def test_a_web_process_starts_without_them(tmp_path):
    given = {"ENV_FILE": "/dev/null", "DATA_DIR": str(tmp_path)}
    asked = [sys.executable, "-c", STARTED]
    loaded = subprocess.run(asked, env=given, capture_output=True, text=True).stdout.split()

    assert "orgs.views.audit" in loaded
    assert set(SELDOM) & set(loaded) == set()


def test_a_part_is_the_librarys_own():
    assert Later("subprocess").run is subprocess.run


def test_what_the_library_does_not_have_is_missing():
    with pytest.raises(AttributeError):
        assert Later("subprocess").no_such_part
