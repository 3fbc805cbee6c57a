"""What Django calls to set logging up: the kernel's one way out, chosen by the LOGGING setting."""

import logging as standard
import sys
from typing import TypedDict

from veche.config.refusals import FOREIGN_HOST, LOGGERS, ForeignHostFilter, RefusalFilter
from veche.kernel import logging


class Choice(TypedDict):
    level: str


def configure(choice: Choice) -> None:
    """Lines for a person's eyes on a terminal, JSON everywhere else."""
    logging.configure(choice["level"], json=not sys.stderr.isatty())
    _tell_who_was_refused()
    if choice["level"] != "DEBUG":
        # Three lines for each poll of each network hide what matters; a failed task still says so.
        standard.getLogger("django.tasks").setLevel(standard.WARNING)
        # It names its tasks each time that Django is set up: a line of JSON before the answer of every command.
        standard.getLogger("procrastinate").setLevel(standard.WARNING)


def _tell_who_was_refused() -> None:
    for name in LOGGERS:
        logger = standard.getLogger(name)
        if not any(isinstance(known, RefusalFilter) for known in logger.filters):
            logger.addFilter(RefusalFilter())
    strange = standard.getLogger(FOREIGN_HOST)
    if not any(isinstance(known, ForeignHostFilter) for known in strange.filters):
        strange.addFilter(ForeignHostFilter())
