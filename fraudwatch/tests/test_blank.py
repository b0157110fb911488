"""The suite's own ground: what a test committed is gone before the next one."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from fraudwatch.tests import blank


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_is_deleted_and_what_django_needs_stays(report, cast):
    kinds = ContentType.objects.count()

    blank.empty()

    ours = [model for model in apps.get_models() if model._meta.db_table not in blank.KEPT]
    assert [model._meta.label for model in ours if model._base_manager.exists()] == []
    assert ContentType.objects.count() == kinds > 0
