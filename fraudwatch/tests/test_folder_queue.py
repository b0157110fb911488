"""The embedded queue: whole messages, each once, in order."""

import threading
from collections import Counter
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport import TRANSPORT_ALIASES

pytestmark = pytest.mark.everywhere

QUEUE = "short"


@pytest.fixture
def channel(tmp_path):
    """A channel on an empty folder; more can be opened beside it."""
    folder = tmp_path / "queue"
    folder.mkdir()
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder)}
    options["control_folder"] = str(folder / "control")
    with Connection("folder://localhost//", transport_options=options) as connection:
        yield connection.channel()


def take_all(channel, into, wanted):
    """Take messages until ``wanted`` of them are in ``into``."""
    while len(into) < wanted:
        try:
            into.append(channel._get(QUEUE)["number"])
        except Empty:
            continue


def test_the_settings_name_the_queue_of_ours():
    assert TRANSPORT_ALIASES["folder"] == "fraudwatch.lib.folder_queue:Transport"


def test_messages_come_out_in_order_and_once(channel):
    for number in range(20):
        channel._put(QUEUE, {"number": number})

    taken = [channel._get(QUEUE)["number"] for _ in range(20)]

    assert taken == list(range(20))
    with pytest.raises(Empty):
        channel._get(QUEUE)


def test_a_queue_takes_only_its_own_messages(channel):
    channel._put("export", {"number": 1})

    with pytest.raises(Empty):
        channel._get(QUEUE)
    assert (channel._size("export"), channel._size(QUEUE)) == (1, 0)


def test_two_workers_reading_while_one_writes_see_whole_messages_once(channel):
    taken, padding = [], "x" * 20_000
    readers = [threading.Thread(target=take_all, args=(channel, taken, 300)) for _ in range(2)]
    for reader in readers:
        reader.start()

    for number in range(301):
        channel._put(QUEUE, {"number": number, "padding": padding})
    for reader in readers:
        reader.join(timeout=30)

    assert set(Counter(taken).values()) == {1}
    assert len(taken) >= 300
