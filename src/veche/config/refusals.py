"""Log refused requests: one line with person and address, without a traceback."""

import logging
from contextlib import suppress
from http import HTTPStatus

from django.http import HttpRequest

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
