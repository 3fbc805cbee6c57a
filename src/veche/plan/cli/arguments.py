"""Arguments of `veche read-plan`. No slow imports: every command of `veche` loads this module."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path


def add_arguments(command: ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="план .xlsx или .csv, календарь .ics")
    command.add_argument("--json", action="store_true", help="один объект JSON: rows, unplaced, warnings")
    command.add_argument("--today", type=_day, metavar="DATE", help="считать сегодняшним этот день, 2027-01-31")
    command.add_argument("--from", dest="first", type=_day, metavar="DATE", help="с какого дня план")
    command.add_argument("--to", dest="last", type=_day, metavar="DATE", help="по какой день план")


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ArgumentTypeError(f"«{value}» не день: напишите год-месяц-число, 2027-01-31") from None
