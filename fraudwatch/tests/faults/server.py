"""A real gunicorn on the test's database, and a browser without a screen to ask it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from django.conf import settings
from django.db import connection

from fraudwatch.tests.cast import PASSWORD
from fraudwatch.tests.faults.deadly import HEADER

ROOT = Path(settings.BASE_DIR)
PATIENCE = 60  # seconds


class Died(Exception):
    """The server hung up without an answer."""


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def database_url() -> str:
    """The address of the database that the test itself uses."""
    its = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{its['NAME']}"
    place = f"{its['HOST'] or '127.0.0.1'}:{its['PORT'] or 5432}/{its['NAME']}"
    secret = f":{its['PASSWORD']}" if its["PASSWORD"] else ""
    return f"postgres://{its['USER']}{secret}@{place}"


@contextmanager
def serving(**environment: str) -> Iterator[str]:
    """Start the site on the test's data; its address. It is killed at the end."""
    port = free_port()
    given = {
        "DJANGO_SETTINGS_MODULE": "fraudwatch.tests.faults.settings",
        "DATABASE_URL": database_url(),
        "PORT": str(port),
        "WEB_WORKERS": "2",
        "WEB_THREADS": "2",
        "FAULTS_SECRET_KEY": settings.SECRET_KEY,
        "FAULTS_FILES": str(settings.MEDIA_ROOT),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"],
        env={**os.environ, "REDIS_URL": "", **given, **environment},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(address: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended before it served"
        try:
            build_opener().open(f"{address}/healthz", timeout=5)
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


class Visitor:
    """Somebody signed in over HTTP. Answers are ``(status, where it led, text)``."""

    def __init__(self, address: str, name: str) -> None:
        self.address = address
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))
        self.get("/login/")
        self.post("/login/", {"username": name, "password": PASSWORD})

    def get(self, path: str) -> tuple[int, str, str]:
        """Open a page."""
        return self._ask(Request(self.address + path))  # noqa: S310 - our own address

    def post(self, path: str, form: dict, *, die: str = "") -> tuple[int, str, str]:
        """Send a form; ``die`` says where the server is to be killed."""
        token = next(cookie.value for cookie in self.cookies if "csrf" in cookie.name)
        headers = {"Referer": self.address + path} | ({HEADER: die} if die else {})
        data = urlencode(form | {"csrfmiddlewaretoken": token}, doseq=True).encode()
        return self._ask(Request(self.address + path, data, headers))  # noqa: S310

    def post_file(
        self, path: str, name: str, content: bytes, form: dict, *, die: str = ""
    ) -> tuple:
        """Send a form with a file."""
        token = next(cookie.value for cookie in self.cookies if "csrf" in cookie.name)
        edge, parts = "edge-of-a-part", []
        for key, value in (form | {"csrfmiddlewaretoken": token}).items():
            parts.append(
                f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            )
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="a.jpg"\r\n\r\n'
        )
        body = "".join(parts).encode() + head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        headers = {
            "Referer": self.address + path,
            "Accept": "application/json",
            "Content-Type": f"multipart/form-data; boundary={edge}",
        } | ({HEADER: die} if die else {})
        return self._ask(Request(self.address + path, body, headers))  # noqa: S310

    def _ask(self, request: Request) -> tuple[int, str, str]:
        try:
            answer = self.opener.open(request, timeout=PATIENCE)
        except HTTPError as refused:
            answer = refused
        except (HTTPException, OSError) as hung_up:
            raise Died from hung_up
        with answer:
            text = answer.read().decode(errors="replace")
        return answer.status, answer.url.removeprefix(self.address), text
