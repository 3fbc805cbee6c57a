"""The command `veche`."""

import argparse
import os
import sys
from collections.abc import Sequence

from veche.config import environment, first_start


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = _parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veche.config.settings")
    code: int = arguments.run(arguments)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="veche", description="Вече: аккаунты администрации в соцсетях.")
    commands = parser.add_subparsers(required=True, metavar="команда")
    manage = commands.add_parser("manage", help="команда Django: veche manage migrate", add_help=False)
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(run=_manage)
    return parser


def _manage(arguments: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- slow import

    first_start.prepare(environment.data_folder())
    execute_from_command_line(["veche manage", *arguments.rest])
    return 0


if __name__ == "__main__":
    sys.exit(main())
