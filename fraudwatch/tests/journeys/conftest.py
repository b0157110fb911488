"""The county of the demo, loaded where the browser's server sees it."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType

from fraudwatch.demo.play import play_demo
from fraudwatch.lib import clock
from fraudwatch.tests.copies import restore, save


@pytest.fixture(scope="session")
def demo_copy(tmp_path_factory) -> Path:
    """Where the workers of a run share one played demo: playing takes as long as a journey."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if base.name.startswith("popen-") else base) / "demo"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def county(transactional_db, demo_copy):
    """The demo as it stands now."""
    once(demo_copy, play=lambda: play_demo(clock.now()))
    ContentType.objects.clear_cache()


def once(folder: Path, *, play: Callable[[], object]) -> None:
    """Play into the empty database, or put the copy there that somebody played before."""
    files, done = Path(settings.MEDIA_ROOT), folder / "done"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            play()
            save(folder / "data")
            shutil.copytree(files, folder / "files", dirs_exist_ok=True)
            done.touch()
            return
    restore(folder / "data")
    shutil.copytree(folder / "files", files, dirs_exist_ok=True)
