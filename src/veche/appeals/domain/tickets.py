"""Give a decision its number and code, and find a ticket by them."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from veche.appeals.domain.codes import digest, fits, new_code, read_number
from veche.appeals.models import Ticket
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.models import Restriction, Ruling
from veche.staff.domain.locking import lock_administration
from veche.staff.models import Administration, Person

# No database stores a larger number in the column.
_LAST: int = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Issued:
    """`code`: shown once, stored nowhere."""

    ticket: Ticket
    code: str


def issue(*, decision: Ruling | Restriction, by: Person | None) -> Issued:
    """A ticket of a decision; one that has a ticket gets another code, and the former is no longer valid.

    `by` None: the program.
    """
    with transaction.atomic():
        city = decision.administration
        lock_administration(city)
        found = ticket_of(decision)
        made = renew(found) if found else _made(city, decision)
        record(
            administration=city,
            actor=by,
            verb="appeal.code_renewed" if found else "appeal.code_issued",
            obj=made.ticket,
            facts={decision.kind: decision.pk},
        )
    return made


def issue_alone(administration: Administration) -> Issued:
    """A ticket of no decision, for an appeal without a number; in the caller's transaction."""
    lock_administration(administration)
    return _made(administration, None)


def renew(ticket: Ticket) -> Issued:
    """Another code for the same ticket; in the caller's transaction."""
    code = new_code()
    ticket.code_sha256 = digest(ticket.administration_id, ticket.number, code)
    ticket.save(update_fields=("code_sha256",))
    return Issued(ticket, code)


def ticket_of(decision: Ruling | Restriction) -> Ticket | None:
    rows = Ticket.objects.of(decision.administration_id).filter(**{decision.kind: decision})
    found: Ticket | None = rows.first()
    return found


def opened(administration: Administration, number: str, code: str) -> Ticket | None:
    """The ticket with this number and code, of which one may be empty if the other is a whole notice.

    A wrong number and a wrong code take the same time.
    """
    number, code = number.strip() or code, code.strip() or number
    asked = read_number(number)
    rows = Ticket.objects.of(administration).filter(number=min(asked, _LAST))
    found: Ticket | None = rows.select_related("administration").first()
    right = fits(found.code_sha256 if found else None, digest(administration.pk, asked, code))
    return found if right else None


def _made(city: Administration, decision: Ruling | Restriction | None) -> Issued:
    last = Ticket.objects.of(city).aggregate(last=Max("number"))["last"] or 0
    code = new_code()
    ticket: Ticket = Ticket.objects.create(
        administration=city,
        number=last + 1,
        code_sha256=digest(city.pk, last + 1, code),
        at=now(),
        **({decision.kind: decision} if decision else {}),
    )
    return Issued(ticket, code)
