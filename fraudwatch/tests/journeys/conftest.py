"""The county of the demo, loaded where the browser's server sees it."""

import pytest

from fraudwatch.demo.play import play_demo
from fraudwatch.lib import clock


@pytest.fixture
def county(transactional_db):
    """The demo as it stands now."""
    play_demo(clock.now())
