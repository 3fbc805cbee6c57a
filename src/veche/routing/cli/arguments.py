"""Arguments of `veche route`. No slow imports: every command of `veche` loads this module."""

from argparse import ArgumentParser
from pathlib import Path


def add_arguments(command: ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="комментарии .jsonl; «-» — читать из потока")
    command.add_argument(
        "--departments", type=Path, metavar="FILE", required=True, help="отделы .csv: name;answers_for;words"
    )
    command.add_argument("--json", action="store_true", help="напечатать по объекту JSON на строку")
