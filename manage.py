#!/usr/bin/env python3
"""The command line of fraudwatch."""

import os
import sys


def main() -> None:
    """Hand the arguments to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - Django's own order

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
