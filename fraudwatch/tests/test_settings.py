"""Settings from the environment: what is taken, and what ends the start with one sentence."""

import ast
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
REAL_KEY = "q7Hc2mV9xR4tB8nL3wK6yP1dS5fG0jZaEuToIrQeWbNvMkXhCz"
PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": REAL_KEY,
    "ALLOWED_HOSTS": "fanzha.example.gov.cn",
    "DATABASE_URL": "postgres://fraudwatch:secret@127.0.0.1:5432/fraudwatch",
}


@pytest.fixture
def start(tmp_path):
    """Load the settings in a process of their own, with nothing but ``given`` set."""

    def start(code: str = "", **given: str) -> subprocess.CompletedProcess:
        clean = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
        surroundings = {"ENV_FILE": os.devnull, "DATA_DIR": str(tmp_path / "data")}
        return subprocess.run(
            [sys.executable, "-c", f"from fraudwatch import settings\n{code}"],
            env=clean | surroundings | given,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return start


def test_nothing_set_is_enough_to_start(start):
    outcome = start("print(settings.ON_SQLITE, settings.DEBUG, settings.ALLOWED_HOSTS)")

    assert outcome.stderr == ""
    assert outcome.stdout == "True False ['127.0.0.1', 'localhost', '[::1]']\n"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", "perhaps", "DEBUG=perhaps is neither yes nor no; use 1 or 0."),
        ("PORT", "http", "PORT=http is not a whole number from 1 to 65535."),
        ("PORT", "65536", "PORT=65536 is not a whole number from 1 to 65535."),
        ("WEB_WORKERS", "0", "WEB_WORKERS=0 is not a whole number from 1 to 64."),
        (
            "TIME_ZONE",
            "Beijing",
            "TIME_ZONE=Beijing is not a time zone; use for example Asia/Shanghai.",
        ),
        (
            "PASSWORD_POLICY",
            "strict",
            "PASSWORD_POLICY=strict is not known; use dengbao or asvs.",
        ),
        (
            "REDIS_URL",
            "amqp://user:secret@host",
            "REDIS_URL=amqp://user:***@host is not an address we know; use redis://… or rediss://…",
        ),
        (
            "DATABASE_URL",
            "mysql://user:sec@ret@host/name",
            "DATABASE_URL=mysql://user:***@host/name is not an address we know; "
            "use sqlite://… or postgres://… or postgresql://…",
        ),
        (
            "DATABASE_URL",
            "postgres://host",
            "DATABASE_URL=postgres://host names no database; use sqlite:////path/to/file or "
            "postgres://user:password@host:5432/name (write # in a password as %23).",
        ),
        (
            "SECRET_KEY",
            "change-me",
            "SECRET_KEY is too short or the sample's; use 50 random characters or more.",
        ),
        (
            "DATA_DIR",
            "/proc/nowhere",
            "DATA_DIR=/proc/nowhere cannot be made (No such file or directory); "
            "name a folder we may write.",
        ),
    ],
)
def test_a_wrong_value_ends_the_start_with_one_sentence(start, name, value, sentence):
    outcome = start(**{name: value})

    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (
        1,
        "",
        f"fraudwatch: {sentence}\n",
    )


def test_production_names_everything_it_still_needs(start):
    outcome = start(PRODUCTION="1")

    assert outcome.returncode == 1
    assert outcome.stderr == (
        "fraudwatch: PRODUCTION=1 also needs SECRET_KEY (50 random characters or more), "
        "ALLOWED_HOSTS (the names people type, separated by commas), "
        "DATABASE_URL (postgres://user:password@host:5432/name); see .env.example.\n"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "change-me-" + REAL_KEY),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "localhost"),
        ("DATABASE_URL", "sqlite:////tmp/some.sqlite3"),
        ("DEBUG", "1"),
    ],
)
def test_production_refuses_what_would_be_weak(start, name, value):
    assert start(**PRODUCTION | {name: value}).returncode == 1


def test_production_starts_with_what_it_needs(start):
    outcome = start("print(settings.DATABASES['default']['OPTIONS']['options'])", **PRODUCTION)

    assert outcome.stdout == (
        "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s\n"
    )


def test_debug_is_refused_where_others_reach_the_site(start):
    outcome = start(DEBUG="1", ALLOWED_HOSTS="fanzha.example.gov.cn")

    assert outcome.returncode == 1
    assert outcome.stderr.startswith("fraudwatch: DEBUG=1 shows the inside of the site;")


def test_the_first_start_makes_a_key_that_only_its_owner_reads(start, tmp_path):
    first = start("print(settings.SECRET_KEY)").stdout
    second = start("print(settings.SECRET_KEY)").stdout

    assert first == second
    assert len(first.strip()) >= 50
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600


def test_an_env_file_is_read_and_the_environment_wins(start, tmp_path):
    file = tmp_path / "settings.env"
    file.write_text("# a comment\nPORT=8123\nDEFAULT_FROM_EMAIL=反诈办 <office@example.gov.cn>\n")
    code = "print(settings.PORT, settings.DEFAULT_FROM_EMAIL)"

    assert start(code, ENV_FILE=str(file), PYTHONUTF8="1").stdout == (
        "8123 反诈办 <office@example.gov.cn>\n"
    )
    assert start(code, ENV_FILE=str(file), PORT="8124", PYTHONUTF8="1").stdout.startswith("8124 ")


def test_https_closes_the_cookies(start):
    code = "print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE)"

    assert start(code).stdout == "session False\n"
    assert start(code, HTTPS="1").stdout == "__Host-session True\n"


def test_sqlite_waits_for_its_turn_instead_of_failing(start):
    outcome = start("print(settings.DATABASES['default']['OPTIONS'])")

    assert outcome.stdout == (
        "{'transaction_mode': 'IMMEDIATE', 'timeout': 20, "
        "'init_command': 'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;'}\n"
    )


def test_the_example_file_names_exactly_the_settings_that_are_read():
    tree = ast.parse((ROOT / "fraudwatch" / "settings.py").read_text())
    read = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
    }
    example = (ROOT / ".env.example").read_text()

    assert set(re.findall(r"^#([A-Z_]+)=", example, re.MULTILINE)) == read


def test_the_middlewares_stand_in_their_order():
    names = [path.rsplit(".", 1)[1].removesuffix("Middleware") for path in settings.MIDDLEWARE]

    assert names == [
        "RequestId",
        "Counting",
        "Security",
        "CSP",
        "PermissionsPolicy",
        "WhiteNoise",
        "Session",
        "Locale",
        "Common",
        "CsrfView",
        "Account",
        "Origin",
        "SignInRequired",
        "SessionLimits",
        "PasswordGate",
        "NoStore",
        "Message",
        "XFrameOptions",
    ]
