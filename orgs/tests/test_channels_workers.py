"""Two workers over one robot: each message once, the platform's rate kept by both together."""

import threading
from collections import Counter
from contextvars import copy_context
from datetime import timedelta

import pytest
from django.db import connection

from fraudwatch.lib import clock
from fraudwatch.tests.fakes import FakePlatform
from orgs.actions.deliveries import send_waiting
from orgs.actions.group_messages import announce
from orgs.enums import WorkState
from orgs.models import ChannelSetup, Delivery


@pytest.mark.django_db(transaction=True)
def test_two_workers_say_each_thing_once_at_the_pace_of_one(units, noon, settings):
    fake = FakePlatform("wecom")
    settings.OUTBOUND_PRIVATE_HOSTS = [fake.host]
    setup = ChannelSetup.objects.create(
        kind="wecom", name="群", unit=units["county"], address=fake.address, is_active=True
    )

    def together(act):
        workers = [threading.Thread(target=copy_context().run, args=[act]) for _n in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    def told():
        for number in range(12):
            announce([setup], kind="test", occasion=f"o:{number}", title=f"T{number}")
        connection.close()

    def sent():
        send_waiting()
        connection.close()

    together(told)
    together(sent)
    at_once = fake.calls
    for minutes in range(1, 9):
        with clock.at(noon + timedelta(minutes=minutes)):
            send_waiting()
    fake.close()

    assert 1 <= at_once <= 8
    said = Counter(one["text"]["content"] for one in fake.taken)
    assert said == {f"T{number}": 1 for number in range(12)}
    assert Delivery.objects.filter(state=WorkState.DONE, attempts=1).count() == 12
