"""What Django calls to set logging up, and how refused requests are logged: one line each, without a traceback."""

import logging
import sys
from contextlib import suppress
from http import HTTPStatus
from typing import TypedDict

from django.http import HttpRequest

from veche.kernel.logging import configure as configure_kernel

# Django's own loggers for a refused permission and for a form without its token.
LOGGERS = ("django.request", "django.security.csrf")
FOREIGN_HOST = "django.security.DisallowedHost"


class ForeignHostFilter(logging.Filter):
    """One warning for a foreign `Host`, which scanners send all day."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        vars(record).pop("request", None)
        return True


class RefusalFilter(logging.Filter):
    """Add `person` (the id; None for nobody), `address` and `method`; drop the request, which holds more."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if getattr(record, "status_code", None) != HTTPStatus.FORBIDDEN or not isinstance(request, HttpRequest):
            return True
        record.exc_info = record.exc_text = None
        record.person, record.address, record.method = None, "", request.method
        with suppress(Exception):  # without a database, or behind a wrongly set proxy, the line comes all the same
            from allauth.account.adapter import get_adapter  # noqa: PLC0415 -- logging is set up before the apps are

            record.address = get_adapter(request).get_client_ip(request)
            record.person = request.user.pk
        del vars(record)["request"]
        return True


class Choice(TypedDict):
    level: str


def configure(choice: Choice) -> None:
    """Lines for a person's eyes on a terminal, JSON everywhere else."""
    configure_kernel(choice["level"], json=not sys.stderr.isatty())
    _tell_who_was_refused()
    if choice["level"] != "DEBUG":
        # Three lines for each poll of each network hide what matters; a failed task still says so.
        logging.getLogger("django.tasks").setLevel(logging.WARNING)
        # It names its tasks each time that Django is set up: a line of JSON before the answer of every command.
        logging.getLogger("procrastinate").setLevel(logging.WARNING)


def _tell_who_was_refused() -> None:
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, RefusalFilter) for known in logger.filters):
            logger.addFilter(RefusalFilter())
    strange = logging.getLogger(FOREIGN_HOST)
    if not any(isinstance(known, ForeignHostFilter) for known in strange.filters):
        strange.addFilter(ForeignHostFilter())
