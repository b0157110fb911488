"""Several processes that start and stop together, and a word when all of them are up."""

import os
import signal
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from honcho.manager import Manager
from honcho.printer import Message, Printer

# Celery warns root at length; on loopback that is a trial, and production has its own user.
ROOT_IS_FINE_HERE = "ignore:You're running the worker with superuser privileges"
PATIENCE = 60  # seconds until a process that is not up is named


class WatchingPrinter(Printer):
    """Prints what the processes say and notes the lines by which they report ready."""

    def __init__(self, ready_lines: dict[str, str], when_ready: Callable[[], None]) -> None:
        """``ready_lines`` maps a process to the words that mean it is up."""
        super().__init__(sys.stdout)
        self.missing = dict(ready_lines)
        self.when_ready = when_ready

    def write(self, message: Message) -> None:
        """Print, and call ``when_ready`` when the last of the processes is up."""
        said = message.data
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        try:
            super().write(message)
        except BrokenPipeError:  # nobody reads any more; the site goes on
            self.output = Path(os.devnull).open("w")  # noqa: SIM115 - until the end
        if self.missing.get(message.name, "\0") in text:
            self.note(message.name)

    def note(self, name: str) -> None:
        """Take down that ``name`` is up."""
        if self.missing.pop(name, None) is not None and not self.missing:
            self.when_ready()


def run_together(
    commands: dict[str, str], *, ready_lines: dict[str, str], probe: str, when_ready: Callable
) -> int:
    """Run the commands until one of them ends or somebody presses Ctrl-C; all stop together.

    ``probe`` is an address of the process ``web`` that answers when it serves. Returns the exit
    code: 0 after Ctrl-C or a polite end from outside, otherwise that of the one that ended first.
    """
    printer = WatchingPrinter(ready_lines | {"web": "\0"}, when_ready)
    manager = Manager(printer)
    quiet = os.environ | {"PYTHONWARNINGS": ROOT_IS_FINE_HERE, "PYTHONUNBUFFERED": "1"}
    for name, command in commands.items():
        manager.add_process(name, f"exec {command}", env=quiet)
    done = threading.Event()
    threading.Thread(target=watch_web, args=(probe, printer, done), daemon=True).start()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    manager.loop()
    for number, handler in before.items():  # the manager leaves its own in place
        signal.signal(number, handler)
    done.set()
    return 0 if manager.returncode in (130, 143) else manager.returncode or 1


def watch_web(probe: str, printer: WatchingPrinter, done: threading.Event) -> None:
    """Ask ``probe`` until it answers; after a minute say who is still missing."""
    waited = 0.0
    while not done.wait(0.2) and printer.missing:
        waited += 0.2
        if "web" in printer.missing and answers(probe):
            printer.note("web")
        if PATIENCE <= waited < PATIENCE + 0.2:
            print(f"Still waiting for: {', '.join(printer.missing)}", flush=True)  # noqa: T201


def answers(address: str) -> bool:
    """Whether a web server on this machine answers 200 at ``address``."""
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - loopback http
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
