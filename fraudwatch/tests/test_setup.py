"""scripts/setup.sh: what it does on machines of several kinds, played by small stand-ins."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TOOLS = ["sh", "env", "dirname", "cat", "awk", "grep", "sha256sum", "printf", "mkdir", "tr"]


@pytest.fixture
def machine(tmp_path):
    """A machine with the programs the script needs and nothing else; fit to run by default."""
    return Machine(tmp_path)


class Machine:
    """Programs are shell scripts that write what they were asked into ``asked``."""

    def __init__(self, folder):
        self.home, self.bin, self.asked = folder / "home", folder / "bin", folder / "asked"
        (self.home / "scripts").mkdir(parents=True)
        self.bin.mkdir()
        self.asked.touch()
        shutil.copy(ROOT / "scripts" / "setup.sh", self.home / "scripts")
        for name in ROOT.glob("debian-packages*.txt"):
            shutil.copy(name, self.home)
        for name in ROOT.glob("requirements*.txt"):
            shutil.copy(name, self.home)
        for name in TOOLS:
            (self.bin / name).symlink_to(shutil.which(name))
        self.program("df", 'printf "h\\nx x x 9000 x x\\n"')
        self.program("id", "echo 0")
        self.program("dpkg-query", "printf installed")
        self.program("python3", "exit 0")
        self.program(".venv/bin/python", "exit 0", folder=self.home)

    def program(self, name, code, folder=None):
        """Put a program in place of the one that was there."""
        file = (folder or self.bin) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        file.write_text(f'#!/bin/sh\necho "{Path(name).name} $*" >>"{self.asked}"\n{code}\n')
        file.chmod(0o755)

    def setup(self, mode="run"):
        """Run the script; returns exit code and what it said on standard error."""
        outcome = subprocess.run(
            ["sh", "scripts/setup.sh", mode],
            cwd=self.home,
            env={"PATH": str(self.bin), "LANG": os.environ.get("LANG", "C.UTF-8")},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return outcome.returncode, outcome.stderr

    def calls(self, program):
        """What ``program`` was asked, call by call."""
        lines = self.asked.read_text().splitlines()
        return [line.split(" ", 1)[1] for line in lines if line.startswith(f"{program} ")]


def test_on_a_fit_machine_only_python_packages_are_installed(machine):
    assert machine.setup() == (0, "")

    assert [call for call in machine.calls("python") if "pip" in call] == [
        "-m pip install --quiet --disable-pip-version-check -r requirements.txt"
    ]


def test_a_second_time_nothing_is_installed(machine):
    machine.setup()
    machine.asked.write_text("")

    assert machine.setup() == (0, "")
    assert [call for call in machine.calls("python") if "pip" in call] == []


def test_a_changed_list_is_installed_again(machine):
    machine.setup()
    machine.asked.write_text("")
    (machine.home / "requirements.txt").write_text("Django==5.2.19\n")

    machine.setup()

    assert len([call for call in machine.calls("python") if "pip" in call]) == 1


def test_the_tests_need_more_packages(machine):
    machine.setup("dev")

    assert "-f ${db:Status-Status} chromium-headless-shell" in [
        call.replace("-W ", "") for call in machine.calls("dpkg-query")
    ]
    assert machine.calls("python")[-1].endswith("-r requirements-dev.txt")


def test_uv_is_used_where_it_is_there(machine):
    machine.program("uv", "exit 0")

    machine.setup()

    assert machine.calls("uv") == [
        "pip install --quiet --python .venv/bin/python -r requirements.txt"
    ]


def test_without_room_it_says_how_much_is_needed(machine):
    machine.program("df", 'printf "h\\nx x x 120 x x\\n"')

    assert machine.setup() == (
        1,
        f"fraudwatch: only 120 MB are free in {machine.home}; fraudwatch needs 500 MB, "
        "so make room or move the folder.\n",
    )


def test_with_an_old_python_it_says_which_one_and_how_to_name_another(machine):
    machine.program("python3", '[ "$1" = -V ] && echo "Python 3.9.2" && exit 0; exit 1')

    assert machine.setup() == (
        1,
        "fraudwatch: Python 3.11 or newer is needed and this machine has Python 3.9.2; install it "
        "and name it, for example: make run PYTHON=/opt/python3.11/bin/python3.\n",
    )


def test_missing_packages_are_installed_by_root(machine):
    machine.program("dpkg-query", 'case "$*" in *fonts-noto-cjk) exit 1;; esac; printf installed')
    machine.program("apt-get", "exit 0")

    assert machine.setup() == (0, "")
    assert machine.calls("apt-get") == [
        "update -qq",
        "install -y -qq --no-install-recommends fonts-noto-cjk",
    ]


def test_missing_packages_are_one_line_to_run_for_everybody_else(machine):
    machine.program("dpkg-query", 'case "$*" in *fontconfig) exit 1;; esac; printf installed')
    machine.program("id", "echo 1000")

    assert machine.setup() == (
        1,
        "fraudwatch: these Debian packages are missing; run this line and start again: "
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends fontconfig \n",
    )


def test_sudo_without_a_password_is_used(machine):
    machine.program("dpkg-query", 'case "$*" in *fontconfig) exit 1;; esac; printf installed')
    machine.program("id", "echo 1000")
    machine.program("sudo", '[ "$2" = true ] || exec "$2" "$3" "$4" "$5" "$6" "$7" "$8" "$9"')
    machine.program("apt-get", "exit 0")

    assert machine.setup()[0] == 0
    assert len(machine.calls("apt-get")) == 2


def test_an_index_out_of_reach_names_the_setting(machine):
    machine.program(
        ".venv/bin/python", 'case "$*" in *pip*) exit 1;; esac; exit 0', folder=machine.home
    )

    code, said = machine.setup()

    assert (code, said) == (
        1,
        "fraudwatch: the Python packages could not be installed; see above, and name a package "
        "index that can be reached: PIP_INDEX_URL=https://… make setup.\n",
    )
    assert machine.setup()[0] == 1  # and it is tried again the next time
