"""The whole site under one command: it starts, says so, and stops together."""

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings

from fraudwatch.lib.processes import WatchingPrinter, run_together

ROOT = Path(settings.BASE_DIR)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serve(tmp_path):
    """Start ``manage.py serve`` on a folder of its own; it is stopped when the test ends."""
    running = []

    def start(**given):
        clean = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
        site = {"ENV_FILE": os.devnull, "DATA_DIR": str(tmp_path / "data"), "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            env=clean | site | given,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def read_until(process, word, seconds=120):
    """The lines up to the one with ``word`` in it, or all when the program ended before."""
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    lines = []
    for line in process.stdout:
        lines.append(line)
        if word in line:
            break
    timer.cancel()
    return "".join(lines)


@pytest.mark.slow
def test_an_empty_folder_becomes_a_running_demo_and_stops_politely(serve):
    port = free_port()
    process = serve(PORT=str(port))

    told = read_until(process, "Stop with Ctrl-C.")

    assert f"ready http://127.0.0.1:{port}/" in told
    assert "Demo accounts, all with the password Fraudwatch-demo-2026" in told
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) == errno.ECONNREFUSED


def test_a_taken_port_is_one_sentence(serve):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = serve(PORT=str(taken.getsockname()[1]))

        told, _nothing = process.communicate(timeout=60)

    assert process.returncode == 1
    assert told.splitlines()[-1].startswith("CommandError: Port ")
    assert "Traceback" not in told


def test_a_broken_database_is_one_sentence(serve, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "fraudwatch.sqlite3").write_text("no database" * 50)

    process = serve(PORT=str(free_port()))
    told, _nothing = process.communicate(timeout=60)

    assert process.returncode == 1
    assert told.startswith("CommandError: The database ")
    assert "Traceback" not in told


def test_when_one_process_ends_by_itself_all_end_and_it_counts_as_a_fault(capfd):
    code = run_together(
        {"web": "sleep 60", "worker": "sh -c 'echo up; exit 3'"},
        ready_lines={"worker": "up"},
        probe=f"http://127.0.0.1:{free_port()}/",
        when_ready=lambda: None,
    )

    assert code == 3
    assert "worker stopped (rc=3)" in capfd.readouterr().out


def test_ready_is_said_once_when_the_last_one_is_up():
    said = []
    printer = WatchingPrinter({"web": "\0", "worker": "ready"}, lambda: said.append("ready"))

    printer.note("worker")
    printer.note("web")
    printer.note("web")

    assert said == ["ready"]
