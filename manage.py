#!/usr/bin/env python
"""Runs Django's commands; a wrong setting, an unreachable database or a stop by hand is told in one line."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codeahead.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Settings: {error}")
    except OperationalError as error:
        sys.exit(f"Database: {str(first(error)).strip().splitlines()[0]}")
    except KeyboardInterrupt:
        print("Stopped: what was not finished has not happened.", file=sys.stderr)
        sys.exit(130)


def first(error):
    """The error that began it: a lost connection makes further ones while it is being cleaned up."""
    while type(error.__context__) is type(error):
        error = error.__context__
    return error


if __name__ == "__main__":
    main()
