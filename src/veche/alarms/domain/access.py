"""Which journal entries are sent by letter and to whom: access rights, and each day's mark."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef

from veche.alarms.enums import About
from veche.alarms.models import Alarm
from veche.alarms.news import DAY, Notification
from veche.journal.domain.days import DAY_MARKED
from veche.journal.models import Entry
from veche.kernel import clock
from veche.staff.domain.grants import confirmers
from veche.staff.domain.mail import is_set_up
from veche.staff.domain.roles import people_today, people_with
from veche.staff.enums import NEEDS_CONFIRMATION, Role
from veche.staff.models import Administration, Person

# Also for the Head and the head of press, whatever the role: the person comes back under their former name and history.
ANEW = "staff.invited_anew"
# For IT. Not for the invited person, who cannot sign in yet.
INVITED = frozenset({"staff.invited", ANEW, "staff.invited_again"})
# For the Head, the head of press and IT: a role that publishes, or access to an account that has it, waits for their
# confirmation or was refused. `RESETS`, the access, also for the person.
RESETS = frozenset({"staff.reset_asked", "staff.reset_refused"})
WAITS = frozenset({"staff.role_asked", "staff.role_refused"}) | RESETS
# For the person and IT; if the role publishes, also for the Head and the head of press.
BY_OTHERS = frozenset(
    {
        "staff.appointed",
        "staff.deputy_appointed",
        "staff.password_set",
        "staff.second_factor_reset",
        "staff.second_step_closed",
    }
)
# Where the role in the facts publishes, told to the Head and the head of press too: IT, or whoever types at the server,
# has opened a way into that account.
WAYS_IN = frozenset({"staff.invited_again", "staff.second_factor_reset", "staff.password_set"})
# Done by nobody, it means a link that the server has printed: the invited person is told, active or not yet.
PRINTED = frozenset({"staff.invited_again"})
# For the person alone: IT would not read a letter about each new telephone in the administration.
BY_ONESELF = frozenset(
    {
        "staff.password_changed",
        "staff.second_factor_added",
        "staff.second_factor_removed",
        "staff.recovery_codes_made",
    }
)

# Roles that keep the journal's daily hash outside the server, in their mailbox.
WITNESSES = (Role.HEAD, Role.AUDITOR)


def find(moment: datetime) -> Iterator[Notification]:
    for entry in _untold(moment):
        kind = About.HEADS if entry.verb == DAY_MARKED else About.ACCESS
        yield Notification(entry.administration_id, kind, entry.pk, concerned_by(entry))


def _untold(moment: datetime) -> list[Entry]:
    """Entries not sent yet, of all administrations. Two queries.

    Verbs are listed, so that the journal's index by time applies. Day marks are skipped where no mail is configured.
    """
    cities = list(Administration.objects.order_by("pk").values_list("pk", flat=True))
    verbs = INVITED | WAITS | BY_OTHERS | BY_ONESELF | ({DAY_MARKED} if is_set_up() else set())
    told = Alarm.objects.unscoped().filter(subject=OuterRef("pk"), kind__in=(About.ACCESS, About.HEADS))
    entries = Entry.objects.unscoped().filter(~Exists(told), verb__in=verbs, at__gte=moment - DAY)
    found = entries.filter(administration__in=cities).select_related("administration")
    # Sorted here: for the sake of the order SQLite would read the whole journal.
    return sorted(found.order_by(), key=lambda entry: (entry.administration_id, entry.number))


def concerned_by(entry: Entry) -> list[Person]:
    """Recipients: not the actor, unless the entry is about their own access or there is nobody else."""
    if entry.verb == DAY_MARKED:
        return witnesses(entry.administration)
    people = Person.objects.of(entry.administration_id)
    if entry.verb not in PRINTED or entry.actor_id is not None:
        people = people.filter(is_active=True)
    # Of a deputy also whose role it is.
    concerned = people.filter(pk__in=[entry.object_id, entry.facts.get("absent", entry.object_id)]).order_by("pk")
    silent = (WAITS - RESETS) | (INVITED if entry.actor_id is not None else INVITED - PRINTED)
    own = [] if entry.verb in silent else list(concerned)
    others = [] if entry.verb in BY_ONESELF else [*_keepers(entry), *_confirmers(entry)]
    return list(dict.fromkeys([*own, *others])) or [one for one in people if one.pk == entry.actor_id]


def witnesses(city: Administration) -> list[Person]:
    """People who keep the daily mark in their mailbox, also when absent; deputies get it too."""
    return people_today(WITNESSES, city)


def _keepers(entry: Entry) -> list[Person]:
    day = clock.today(entry.administration.time_zone)
    keepers = people_with(Role.IT, entry.administration_id, on=day).order_by("pk")
    left_out = {str(entry.actor_id), entry.object_id if entry.verb in INVITED else ""}
    return [keeper for keeper in keepers if str(keeper.pk) not in left_out]


def _confirmers(entry: Entry) -> list[Person]:
    """Confirming roles; without those that the head of press has lent."""
    publishes = entry.facts.get("role") in NEEDS_CONFIRMATION
    given = entry.actor_id is None or "asked_by" in entry.facts or entry.verb in WAYS_IN
    if not (entry.verb in WAITS or entry.verb == ANEW or (publishes and given)):
        return []
    return [one for one in confirmers(entry.administration) if one.pk != entry.actor_id]
