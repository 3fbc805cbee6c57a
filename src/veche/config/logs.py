"""What Django calls to set logging up: the kernel's one way out, chosen by the LOGGING setting."""

import sys
from typing import TypedDict

from veche.kernel import logging


class Choice(TypedDict):
    level: str


def configure(choice: Choice) -> None:
    """Lines for a person's eyes on a terminal, JSON everywhere else."""
    logging.configure(choice["level"], json=not sys.stderr.isatty())
