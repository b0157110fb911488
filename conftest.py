"""Fixtures of the whole suite: the cast of fraudwatch/tests/cast.py, set anew for each test."""

import gc
import os

import pytest
from _pytest import runner
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from campaigns.models import Campaign, Indicator
from fraudwatch.lib import clock, drawn, same_rows
from fraudwatch.lib.room import with_room
from fraudwatch.tests import blank
from fraudwatch.tests import cast as stage
from fraudwatch.tests.cast import MONDAY, NOON, PASSWORD, PEOPLE, UNITS, ZONE
from orgs.models import Unit, User
from reports import pace
from reports.models import Period, Report, ReportTemplate

pytest_plugins = ["fraudwatch.tests.again", "fraudwatch.tests.browser"]
__all__ = ["MONDAY", "NOON", "PASSWORD", "PEOPLE", "UNITS", "ZONE"]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None, max_examples=60)
hypothesis_settings.load_profile("steady")


_run_with_room = with_room(runner.pytest_runtest_protocol)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """Each test runs as the server answers: with memory for its deep calls."""
    return _run_with_room(item, nextitem)


def pytest_collection_finish():
    """What is loaded now stays to the end; the collector need not look through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_createdb):
    """The database is there before the tests ask for one (fraudwatch/tests/blank.py)."""
    return not django_db_createdb


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_createdb, django_db_blocker
):
    """Each process starts from a copy of the migrated, empty database."""
    if django_db_createdb:
        yield
        return
    with django_db_blocker.unblock():
        blank.lay()
        yield
        blank.remove()


@pytest.fixture(scope="session", autouse=True)
def _empty_quickly():
    """After tests that commit, what they left is deleted (fraudwatch/tests/blank.py)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: blank.empty())
        yield


@pytest.fixture(autouse=True)
def _quiet_surroundings(settings, tmp_path):
    """Fast passwords, files in a temporary folder, tasks at once, mail in memory.

    The language of the last page of the test before is forgotten, who asked how often, and
    the pages and parts of pages kept.
    """
    translation.deactivate()
    pace.forget()
    same_rows.shelf.forget()
    drawn.forget()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CELERY_TASK_ALWAYS_EAGER = True


@pytest.fixture
def noon():
    """It is Wednesday 2026-06-10, 12:00 in Shanghai."""
    with clock.at(NOON):
        yield NOON


@pytest.fixture
def units(db) -> dict[str, Unit]:
    """The units by their short English names."""
    return stage.make_units()


@pytest.fixture
def cast(units) -> dict[str, User]:
    """The people by role; all have the password ``PASSWORD``."""
    return stage.make_cast(units)


@pytest.fixture
def campaign(units) -> Campaign:
    """A running campaign of the county with its towns, villages, school and bank."""
    return stage.make_campaign(units)


@pytest.fixture
def indicators(db) -> dict[str, Indicator]:
    """A flow, a stock, a sum of money and a rate."""
    return stage.make_indicators()


@pytest.fixture
def template(campaign, indicators, units) -> ReportTemplate:
    """A weekly report due Monday noon, closing Tuesday 18:00, owed by five units."""
    return stage.make_template(campaign, indicators, units)


@pytest.fixture
def make_period(template):
    """Make a period with its rows, as opening does; ``back`` weeks before this one."""

    def make(back: int = 0) -> Period:
        return stage.open_period(template, back)

    return make


@pytest.fixture
def period(make_period) -> Period:
    """This week's period (2026-06-08 to 06-14) with its five rows."""
    return make_period()


@pytest.fixture
def report(period, units) -> Report:
    """The village's report of this week, still due."""
    return period.reports.get(unit=units["village"])


@pytest.fixture
def sign_in(client, cast):
    """Sign somebody of the cast in on the test client and hand it back."""

    def enter(name: str):
        client.force_login(cast[name], backend="orgs.queries.backend.AccountBackend")
        return client

    return enter
