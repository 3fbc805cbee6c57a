"""Health checks: the process answers, and it can work."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from veche.config import schema
from veche.journal import triggers


class NotMigrated(Exception):
    """The database is older or newer than the code."""


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view takes the request
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view takes the request
    """200 when the database answers, is migrated and guards the journal; else 503 and one word for what is missing."""
    missing = _missing()
    return HttpResponse(f"{missing or 'ok'}\n", status=503 if missing else 200, content_type="text/plain")


def _missing() -> str:
    try:
        require_migrations()
        return "journal" if triggers.missing(connection) else ""
    except NotMigrated:
        return "migrations"
    except DatabaseError:
        return "database"


@cache
def require_migrations() -> None:
    """Reads many folders, so only until it has found nothing amiss: an answer is kept, an exception is not."""
    if schema.migrations_are_missing() or schema.unknown_migrations():
        raise NotMigrated
