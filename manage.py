#!/usr/bin/env python
"""Django's command line for the WAIC platform."""

import os
import sys

WITHOUT_DATABASE = {"help", "version", "collectstatic"}


def main() -> None:
    """Run a management command with the demo settings unless others are named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waic.settings.demo")
    from django.core.management import execute_from_command_line

    from waic.launch import embedded

    if len(sys.argv) > 1 and sys.argv[1] not in WITHOUT_DATABASE:
        embedded.start()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
