"""Arguments of `veche screen`."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments: a file, or one text with `--why`."""
    parser.add_argument("file", type=Path, nargs="?", help="файл .csv, .jsonl или .txt; «-» — читать из потока")
    parser.add_argument("--json", action="store_true", help="напечатать по объекту JSON на строку")
    parser.add_argument("--why", metavar="ТЕКСТ", help="объяснить один текст: основания, слова, правила")
