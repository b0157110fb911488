"""Fixtures of the tests that look at the whole site."""

import pytest
from django.conf import settings as real_settings

from fraudwatch.tests.role_table import House
from fraudwatch.tests.world import made_world


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory):
    """One world for a whole module, with everybody signed in; its tests are marked django_db."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(real_settings, "MEDIA_ROOT", tmp_path_factory.mktemp("files"))
        patch.setattr(
            real_settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"]
        )
        with made_world() as world:
            world.files = real_settings.MEDIA_ROOT
            yield House(world)


@pytest.fixture(autouse=True)
def _files_of_the_house(request, settings):
    """The files of the world, not those of this one test."""
    if "house" in request.fixturenames:
        settings.MEDIA_ROOT = request.getfixturevalue("house").world.files
