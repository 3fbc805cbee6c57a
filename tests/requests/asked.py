"""Requests for tests, made by the verb."""

from datetime import datetime, timedelta
from typing import Any

from veche.kernel.clock import now
from veche.requests.domain.ask import ask
from veche.requests.domain.deadlines import add_hours
from veche.requests.models import Remark, Request
from veche.staff.models import Department, Person


def in_hours(by: Person, hours: float = 9) -> datetime:
    """The moment when so many working hours have passed."""
    return add_hours(now(), timedelta(hours=hours), by.administration)


def asked(by: Person, department: Department | None = None, **more: Any) -> Request:
    more.setdefault("due_at", in_hours(by))
    given = {"kind": "material", "title": "Двор на Тракторной, 24", "text": "Три фото и пару слов."} | more
    return ask(administration=by.administration, by=by, department=department, **given)


def fresh(request: Request) -> Request:
    return Request.objects.of(request.administration_id).get(pk=request.pk)


def thread(request: Request) -> list[tuple[str, str]]:
    return list(Remark.objects.of(request.administration_id).filter(request=request).values_list("kind", "text"))
