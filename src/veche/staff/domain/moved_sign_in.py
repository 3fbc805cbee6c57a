"""Another row signs in, when the one that did is dismissed and the person works elsewhere (ADR 0021)."""

from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as AUTHENTICATED_PERSON,
)
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password

from veche.journal.domain.record import record
from veche.kernel.crypto import CryptoError
from veche.staff.domain.memberships import sessions_of_sign_in, take_over, with_address
from veche.staff.models import BrowserSession, Person
from veche.staff.seals import Sealed, open_own, seal_new
from veche.staff.session_store import WORKS_AS, SessionStore


def let_another_sign_in(person: Person) -> bool:
    """Move password, second factors and open sessions to another row of the person. False if there is no other.

    `person`: just dismissed. Nothing moves if another row signs in already. The caller holds the transaction.
    """
    rows = with_address(person.email)
    heir = next((row for row in rows if row.signs_in_as_id == person.pk and row.is_active), None)
    if heir is None:
        return False
    heir.password, heir.session_generation = person.password, person.session_generation
    heir.save(update_fields=["password", "session_generation"])
    for factor in Authenticator.objects.select_for_update().filter(user=person).order_by("pk"):
        _give(factor, heir)
    for session in sessions_of_sign_in(person).exclude(person=person).select_for_update(of=("self",)):
        _sign_by(session, heir)
    take_over(heir, rows)
    person.password, person.signs_in_as = make_password(None), heir
    record(administration=heir.administration, actor=None, verb="staff.signs_in_here", obj=heir, facts={})
    return True


def _give(factor: Authenticator, heir: Person) -> None:
    """Its secrets are sealed for one row of one person; `seals` seals them for the new one when it is saved."""
    fresh = {name: _each(value) for name, value in factor.data.items()}
    factor.user, factor.data = heir, fresh
    factor.save(update_fields=["user", "data"])


def _each(value: Any) -> Any:
    if isinstance(value, list):
        return [_each(one) for one in value]
    return _unbound(value) if isinstance(value, Sealed) else value


def _unbound(sealed: Sealed) -> str:
    """Without the keyring the secret stays as it is: nobody can use it until the second step is set up anew."""
    try:
        return seal_new(open_own(sealed))
    except CryptoError:
        return sealed


def _sign_by(session: BrowserSession, heir: Person) -> None:
    data = session.get_decoded()
    works_as = data.pop(WORKS_AS, heir.pk)
    data |= {SESSION_KEY: str(heir.pk), AUTHENTICATED_PERSON: str(heir.pk)}
    if works_as != heir.pk:
        data[WORKS_AS] = works_as
    session.session_data = SessionStore().encode(data)
    session.save(update_fields=["session_data"])
