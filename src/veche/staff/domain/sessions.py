"""Sessions of a person; each can be ended from another.

The person sees those in every administration, IT those in which the person works in its own one.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.domain.memberships import sessions_of_sign_in
from veche.staff.models import BrowserSession, Person


def open_sessions(person: Person, *, everywhere: bool = False) -> list[BrowserSession]:
    """Valid sessions, last used first; `everywhere`: of all administrations."""
    moment = now()
    rows = (sessions_of_sign_in(person) if everywhere else _rows(person)).filter(
        expire_date__gt=moment,
        since__gt=moment - timedelta(seconds=settings.SESSION_COOKIE_AGE),
        seen__gt=moment - timedelta(seconds=settings.SESSION_IDLE_SECONDS),
    )
    return list(rows.order_by("-seen"))


def end_session(*, by: Person, person: Person, handle: str) -> bool:
    """End it. False if it was over."""
    with transaction.atomic():
        rows = sessions_of_sign_in(person) if by.pk == person.pk else _rows(person)
        found = next((row for row in rows if row.handle == handle), None)
        if found is None:
            return False
        found.delete()
        record(administration=person.administration, actor=by, verb="staff.session_ended", obj=person, facts={})
    return True


def end_other_sessions(*, person: Person, key: str) -> None:
    """End all sessions of the person except the one with this key."""
    with transaction.atomic():
        forget_sessions_everywhere(person, but=[key])
        record(
            administration=person.administration,
            actor=person,
            verb="staff.other_sessions_ended",
            obj=person,
            facts={},
        )


def forget_sessions_of(person: Person) -> None:
    """End the sessions in which somebody works as this person."""
    _rows(person).delete()


def forget_sessions_everywhere(person: Person, *, but: Sequence[str] = ()) -> None:
    sessions_of_sign_in(person).exclude(session_key__in=but).delete()


def _rows(person: Person) -> QuerySet[BrowserSession]:
    return BrowserSession.objects.of(person.administration_id).filter(person=person)
