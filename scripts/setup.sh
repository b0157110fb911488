#!/bin/sh
# Install what fraudwatch needs: Debian packages, .venv, Python packages.
# Safe to repeat: what is there stays, and a second run takes a second.
#   scripts/setup.sh            to run it      scripts/setup.sh dev   to test it as well
#   scripts/setup.sh ci         and to repeat the tests on PostgreSQL and Redis
set -eu
cd "$(dirname "$0")/.."
MODE=${1:-run}
NEEDED_MB=500
PACKAGE_LISTS=debian-packages.txt
REQUIREMENTS=requirements.txt
[ "$MODE" = run ] || { PACKAGE_LISTS="$PACKAGE_LISTS debian-packages-dev.txt"; REQUIREMENTS=requirements-dev.txt; }
[ "$MODE" != ci ] || PACKAGE_LISTS="$PACKAGE_LISTS debian-packages-ci.txt"

say() { printf '%s\n' "$*"; }
fail() { printf 'fraudwatch: %s\n' "$*" >&2; exit 1; }

check_space() {
    free_mb=$(df -Pm . | awk 'NR == 2 { print $4 }')
    [ "$free_mb" -ge "$NEEDED_MB" ] ||
        fail "only $free_mb MB are free in $PWD; fraudwatch needs $NEEDED_MB MB, so make room or move the folder."
}

# The first interpreter that runs and is new enough; a name on the PATH may be an empty shim.
find_python() {
    for name in ${PYTHON:-} python3.11 python3 python3.12 python3.13; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

check_python_is_not_old() {
    if command -v python3 >/dev/null && ! find_python >/dev/null; then
        fail "Python 3.11 or newer is needed and this machine has $(python3 -V 2>&1); install it and name it, for example: make run PYTHON=/opt/python3.11/bin/python3."
    fi
}

missing_packages() {
    # shellcheck disable=SC2086
    for package in $(grep -hv '^#' $PACKAGE_LISTS); do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$state" = installed ] || printf '%s ' "$package"
    done
}

install_packages() {
    if ! command -v dpkg-query >/dev/null; then
        say "This is not Debian: see that these are installed: $(grep -hv '^#' $PACKAGE_LISTS | tr '\n' ' ')"
        return
    fi
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        as_root="env"
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n env"
    else
        fail "these Debian packages are missing; run this line and start again: sudo apt-get update && sudo apt-get install -y --no-install-recommends $missing"
    fi
    say "Installing Debian packages: $missing"
    $as_root apt-get update -qq || say "apt-get update failed; going on with the package lists that are there."
    # shellcheck disable=SC2086
    $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        fail "apt-get could not install $missing; see its message above."
}

make_venv() {
    if [ -x .venv/bin/python ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        return
    fi
    python=$(find_python) || fail "Python 3.11 or newer is needed and none was found; install python3 and start again."
    say "Making .venv with $("$python" -V)"
    "$python" -m venv --clear .venv ||
        fail "$python could not make .venv; install its venv module (Debian: apt-get install python3-venv) and start again."
}

install_requirements() {
    stamp=.venv/.installed-$MODE
    wanted=$(cat requirements.txt "$REQUIREMENTS" | sha256sum)
    [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || return 0
    say "Installing Python packages from $REQUIREMENTS"
    if command -v uv >/dev/null; then
        uv pip install --quiet --python .venv/bin/python -r "$REQUIREMENTS" && installed=yes || installed=no
    else
        .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$REQUIREMENTS" && installed=yes || installed=no
    fi
    [ "$installed" = yes ] ||
        fail "the Python packages could not be installed; see above, and name a package index that can be reached: PIP_INDEX_URL=https://… make setup."
    printf '%s\n' "$wanted" >"$stamp"
}

check_space
check_python_is_not_old
install_packages
make_venv
install_requirements
