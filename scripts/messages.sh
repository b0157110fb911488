#!/bin/sh
# Bring fraudwatch/locale up to date with the sources and compile it.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python manage.py makemessages --locale zh_Hans --no-location \
    --no-obsolete --ignore data --ignore .venv --ignore static --verbosity 0
.venv/bin/python manage.py compilemessages --locale zh_Hans --ignore .venv --verbosity 0
