"""What stands in the way of a start is said in one sentence with its cure."""

import socket
import sqlite3

import pytest

from fraudwatch.lib import startup

pytestmark = pytest.mark.everywhere


@pytest.fixture
def listener():
    """A port of this machine on which something listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_taken_port_names_the_next_one(listener):
    with pytest.raises(startup.NotReady) as fault:
        startup.check_port(listener)

    assert str(fault.value) == (
        f"Port {listener} is taken by another program (a fraudwatch that still runs?); stop it, "
        f"or start with another port: make run PORT={listener + 1}."
    )


def test_a_free_port_passes(listener):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]

    assert startup.check_port(free) is None


def test_no_database_yet_passes(tmp_path):
    assert startup.check_sqlite(str(tmp_path / "new.sqlite3")) is None


def test_a_sound_database_passes(tmp_path):
    file = tmp_path / "sound.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.execute("create table thing (name)")
    connection.close()

    assert startup.check_sqlite(str(file)) is None


def test_a_file_that_is_no_database_is_named_with_the_cure(tmp_path):
    file = tmp_path / "broken.sqlite3"
    file.write_bytes(b"this is not a database at all" * 100)

    with pytest.raises(startup.NotReady) as fault:
        startup.check_sqlite(str(file))

    assert str(fault.value) == (
        f"The database {file} is damaged (file is not a database); put your backup in its place, "
        "or move it away to begin with a new one."
    )


def test_a_database_with_a_torn_page_is_noticed(tmp_path):
    file = tmp_path / "torn.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.execute("create table thing (name)")
        connection.executemany("insert into thing values (?)", [("x" * 500,)] * 200)
    connection.close()
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 4] = b"\xff" * 4096
    file.write_bytes(content)

    with pytest.raises(startup.NotReady, match="is damaged"):
        startup.check_sqlite(str(file))


def test_a_server_that_is_not_there_is_named_without_its_password():
    with pytest.raises(startup.NotReady) as fault:
        startup.check_server("REDIS_URL", "redis://:secret@127.0.0.1:1/0", 6379)

    assert str(fault.value) == (
        "REDIS_URL=redis://:***@127.0.0.1:1/0: nothing answers at 127.0.0.1:1 "
        "(Connection refused); start that server or correct REDIS_URL."
    )


def test_a_server_that_answers_passes(listener):
    assert startup.check_server("REDIS_URL", f"redis://127.0.0.1:{listener}/0", 6379) is None
