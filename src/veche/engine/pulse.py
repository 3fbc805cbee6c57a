"""When the engine was last seen at work. Reads the database engine's rows; another engine needs its own."""

from datetime import datetime

from django_tasks_db.models import DBTaskResult


def last_enqueued() -> datetime | None:
    """The schedule's last beat: it enqueues something every few seconds while any worker lives."""
    return _newest("enqueued_at")


def last_done() -> datetime | None:
    """A worker's last beat."""
    return _newest("finished_at")


def _newest(field: str) -> datetime | None:
    rows = DBTaskResult.objects.exclude(**{field: None}).order_by(f"-{field}")
    found: datetime | None = rows.values_list(field, flat=True).first()
    return found
