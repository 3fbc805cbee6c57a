"""How many wrong codes are taken of a person before the second step is closed to codes for a day.

The counters of the sign-in library let five through in five minutes, 1,440 in a day: enough for whoever has a password
and patience. What counts here are the journal's own entries. A passkey is not guessed and opens all the time.
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
    """By nobody: who typed it is not known. `kind` is the sign-in library's name for the factor."""
    with transaction.atomic():
        record(administration=person.administration, actor=None, verb=FAILED, obj=person, facts={"type": kind})
        if _of_today(person).count(FAILED) >= MOST_WRONG_CODES:
            facts = {"times": MOST_WRONG_CODES}
            record(administration=person.administration, actor=None, verb=CLOSED, obj=person, facts=facts)


def is_closed_to_codes(person: Person) -> bool:
    return CLOSED in _of_today(person)


def _of_today(person: Person) -> list[str]:
    """What the journal tells of the last day, since the second step was closed or reset, that entry included."""
    told = history_of(person.administration, person).filter(verb__in=(FAILED, CLOSED, RESET), at__gt=now() - CLOSED_FOR)
    verbs = list(told.values_list("verb", flat=True))
    ends = [index for index, verb in enumerate(verbs) if verb != FAILED]
    return verbs[: ends[0] + 1] if ends else verbs


def people_closed_to_codes(administration: Administration) -> frozenset[int]:
    """Ids of everybody whose second step takes no code now. One query."""
    told = Entry.objects.of(administration).filter(verb__in=(CLOSED, RESET), at__gt=now() - CLOSED_FOR)
    # Sorted here: for the sake of the order SQLite would read the whole journal.
    last = {
        person: verb for _number, person, verb in sorted(told.order_by().values_list("number", "object_id", "verb"))
    }
    return frozenset(int(person) for person, verb in last.items() if verb == CLOSED)
