"""One person in several administrations: a row of `Person` in each, of which one signs in for all (ADR 0021).

The only queries that cross administrations stand here; each is about one person's own rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q, QuerySet

from veche.journal.domain.chain import label_of
from veche.journal.domain.record import record
from veche.journal.models import Entry
from veche.kernel import clock
from veche.staff.errors import InviteSpent
from veche.staff.models import BrowserSession, Grant, Invite, Person

ENTERED = "staff.entered"


@dataclass(frozen=True, slots=True)
class Memberships:
    """`works`: where the person works, with the administrations, by city; `invited`: where they may begin to."""

    works: tuple[Person, ...]
    invited: tuple[Person, ...]

    @property
    def several(self) -> bool:
        return len(self.works) > 1


def sign_in_of(person: Person) -> Person:
    """The row that signs in for this one: itself, for most people."""
    return person.signs_in_as or person


def rows_of(person: Person) -> QuerySet[Person]:
    """The person's rows in all administrations, the given one and invited ones among them."""
    root = person.signs_in_as_id or person.pk
    rows: QuerySet[Person] = Person.objects.unscoped().filter(Q(pk=root) | Q(signs_in_as=root))
    return rows.select_related("administration").order_by("administration__city", "administration__name", "pk")


def working_rows(person: Person) -> QuerySet[Person]:
    """As whom the person may work now."""
    return rows_of(person).filter(is_active=True)


def memberships_of(person: Person) -> Memberships:
    """Administrations where the person works or is invited. Two queries."""
    open_now = Invite.objects.unscoped().filter(used_at=None, expires_at__gt=clock.now())
    rows = rows_of(person)
    invited = rows.filter(is_active=False, pk__in=open_now.values("person"))
    return Memberships(tuple(rows.filter(is_active=True)), tuple(invited))


def worked_last(person: Person) -> Person:
    """As whom the person goes on after signing in: the row of the last switch, if they may still work there.

    Two queries for who works in several, else one.
    """
    root = sign_in_of(person)
    rows = {str(row.pk): row for row in working_rows(root)}
    if len(rows) < 2:
        return root
    label = label_of(Person)
    entered = Entry.objects.unscoped().filter(object_type=label, object_id__in=rows, verb=ENTERED)
    last = entered.order_by("-at", "-pk").values_list("object_id", flat=True).first()
    return rows.get(last or "", root)


def note_entrance(person: Person) -> None:
    """Record that somebody who signed in elsewhere begins here."""
    with transaction.atomic():
        record(administration=person.administration, actor=person, verb=ENTERED, obj=person, facts={})


def sessions_of_sign_in(person: Person) -> QuerySet[BrowserSession]:
    """Sessions of the person in every administration."""
    root = person.signs_in_as_id or person.pk
    return BrowserSession.objects.unscoped().filter(Q(person=root) | Q(person__signs_in_as=root))


def resets_elsewhere(person: Person) -> QuerySet[Grant]:
    """Resets of the person's second step that wait in other administrations: it serves them too."""
    rows: QuerySet[Grant] = Grant.objects.unscoped().filter(
        second_step=True, person__in=working_rows(person).order_by()
    )
    return rows.exclude(administration=person.administration_id).select_related("administration", "person")


def with_address(email: str) -> list[Person]:
    """Rows with this address, locked: who signs in for whom does not change meanwhile.

    The caller holds the transaction. `email`: as stored.
    """
    rows = Person.objects.unscoped().filter(email=email).order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def who_signs_in(rows: Iterable[Person]) -> Person | None:
    """The row that signs in, among rows with one address."""
    return next((row for row in rows if row.signs_in_as_id is None), None)


def accept_membership(*, by: Person, person: Person) -> None:
    """Begin to work as `person`, who is invited. `by`: the row that signs in, with a second factor just used.

    Raises `InviteSpent`.
    """
    with transaction.atomic():
        row = next((one for one in with_address(by.email) if one.pk == person.pk), None)
        if row is None or row.signs_in_as_id != by.pk or row.is_active:
            raise InviteSpent
        moment = clock.now()
        invites = Invite.objects.of(row.administration_id).filter(person=row, used_at=None, expires_at__gt=moment)
        if not invites.update(used_at=moment):
            raise InviteSpent
        row.is_active = True
        row.save(update_fields=["is_active"])
        record(administration=row.administration, actor=row, verb="staff.invite_accepted", obj=row, facts={})


def take_over(person: Person, rows: Iterable[Person]) -> None:
    """Let `person` sign in for all `rows` of their address, in place of one that never did or was dismissed.

    That one's password and second factors are deleted. The caller holds the transaction and has locked the rows.
    """
    others = [row.pk for row in rows if row.pk != person.pk]
    Authenticator.objects.filter(user__in=others).delete()
    Person.objects.unscoped().filter(pk__in=others).update(signs_in_as=person, password=make_password(None))
    person.signs_in_as = None
    person.save(update_fields=["signs_in_as"])


def note_switch(*, left: Person, entered: Person) -> None:
    """Record in both journals that a person goes on in another administration. The caller holds the transaction."""
    told = {left: "staff.left", entered: ENTERED}
    for row in sorted(told, key=lambda one: one.administration_id):  # everybody locks the journals in this order
        record(administration=row.administration, actor=row, verb=told[row], obj=row, facts={})
