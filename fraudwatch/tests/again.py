"""``pytest --again``: the suite has passed on one database and is asked on another.

What uses no database cannot answer otherwise there, nor do pages look different. Such tests are
left out, by what they ask for and not by a list; ``once`` and ``everywhere`` mark the exceptions.
"""

import pytest
from django.test import TransactionTestCase

DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_addoption(parser):
    """Name the option."""
    parser.addoption(
        "--again",
        action="store_true",
        help="the suite passed on another database: leave out what uses none",
    )


def pytest_collection_modifyitems(config, items):
    """Take out what would be asked in vain."""
    if not config.getoption("--again"):
        return
    kept = [item for item in items if answers_anew(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def answers_anew(item: pytest.Item) -> bool:
    """Whether the database or the queue has a part in it."""
    if item.get_closest_marker("once"):
        return False
    if item.get_closest_marker("everywhere") or item.get_closest_marker("django_db"):
        return True
    kind = getattr(item, "cls", None)
    is_case = kind is not None and issubclass(kind, TransactionTestCase)
    return is_case or bool(DATABASE & set(item.fixturenames))
