"""Limit wrong codes: after some of them the second step accepts no codes for a day.

allauth allows five in five minutes, 1,440 a day: enough for somebody with the password and patience. Journal entries
are counted. Passkeys cannot be guessed and stay open.
"""

from datetime import timedelta

from django.db import transaction

from veche.journal.domain.queries import history_of
from veche.journal.domain.record import record
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.staff.models import Administration, Person

MOST_WRONG_CODES = 20
CLOSED_FOR = timedelta(days=1)
FAILED, CLOSED, RESET = "staff.second_factor_failed", "staff.second_step_closed", "staff.second_factor_reset"


def note_wrong_code(person: Person, kind: str) -> None:
    """Record a wrong code, by nobody. `kind`: allauth's name of the factor."""
    with transaction.atomic():
        record(administration=person.administration, actor=None, verb=FAILED, obj=person, facts={"type": kind})
        if _of_today(person).count(FAILED) >= MOST_WRONG_CODES:
            facts = {"times": MOST_WRONG_CODES}
            record(administration=person.administration, actor=None, verb=CLOSED, obj=person, facts=facts)


def is_closed_to_codes(person: Person) -> bool:
    return CLOSED in _of_today(person)


def _of_today(person: Person) -> list[str]:
    """Entries of the last day since the second step was closed or reset, that entry included."""
    told = history_of(person.administration, person).filter(verb__in=(FAILED, CLOSED, RESET), at__gt=now() - CLOSED_FOR)
    verbs = list(told.values_list("verb", flat=True))
    ends = [index for index, verb in enumerate(verbs) if verb != FAILED]
    return verbs[: ends[0] + 1] if ends else verbs


def people_closed_to_codes(administration: Administration) -> frozenset[int]:
    """Ids of people whose second step accepts no codes now. One query."""
    told = Entry.objects.of(administration).filter(verb__in=(CLOSED, RESET), at__gt=now() - CLOSED_FOR)
    # Sorted here: for the sake of the order SQLite would read the whole journal.
    last = {
        person: verb for _number, person, verb in sorted(told.order_by().values_list("number", "object_id", "verb"))
    }
    return frozenset(int(person) for person, verb in last.items() if verb == CLOSED)
