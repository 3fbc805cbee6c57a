"""Database sessions whose rows name their person, so that people see where they are signed in."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from veche.kernel.crypto import CryptoError
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import BrowserSession, Person
from veche.staff.seals import open_pending, seal_pending

# When it began and was last used, in Unix seconds; in which browser and from where it was opened.
STARTED, SEEN, DEVICE, ADDRESS = "started", "seen", "device", "address"
# As whom the owner works: the id of a `Person` for whom the row that signed in does it (ADR 0021).
WORKS_AS = "works_as"


def second_factors(person: Person | OuterRef | Coalesce) -> QuerySet[Any]:
    """Second factors of the row that signs in, without recovery codes, which only replace a lost one."""
    factors: QuerySet[Any] = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return factors


class SessionStore(DatabaseSessions):
    """`row`: the session with person, administration, `has_second_factor` and `works_elsewhere`; None for a new one.

    One query reads all that every page needs.
    """

    row: BrowserSession | None = None

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        return BrowserSession

    def _get_session_from_db(self) -> BrowserSession | None:
        self.row = next(iter(_sessions(self.session_key or "")), None)
        if self.row is None:
            self._session_key = None
        return self.row

    def encode(self, session_dict: dict[str, Any]) -> str:
        return str(super().encode(_changed(session_dict, seal_pending)))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        return _changed(super().decode(session_data), open_pending)

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        row = cast("BrowserSession", super().create_model_instance(data))
        row.person_id = int(data.get(WORKS_AS, data[SESSION_KEY])) if SESSION_KEY in data else None
        row.device, row.address = data.get(DEVICE, ""), data.get(ADDRESS, "")
        row.since, row.seen = _moment(data.get(STARTED)), _moment(data.get(SEEN))
        return row


@compiled_once
def _sessions(key: str) -> QuerySet[BrowserSession]:
    """The session with that key, unless its time is over."""
    root = Coalesce(OuterRef("person__signs_in_as"), OuterRef("person"))
    others = Person.objects.unscoped().filter(Q(pk=root) | Q(signs_in_as=root), is_active=True)
    rows = BrowserSession.objects.select_related("person__administration", "person__signs_in_as").annotate(
        has_second_factor=Exists(second_factors(root)),
        works_elsewhere=Exists(others.exclude(pk=OuterRef("person"))),
    )
    return rows.filter(session_key=key, expire_date__gt=this_moment())


def _changed(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """The data with the setup secret sealed or opened; without it if no key opens it."""
    if SECRET_SESSION_KEY not in data:
        return data
    rest = {name: value for name, value in data.items() if name != SECRET_SESSION_KEY}
    try:
        return rest | {SECRET_SESSION_KEY: change(data[SECRET_SESSION_KEY])}
    except CryptoError:
        return rest


def work_as(session: SessionBase, person: Person) -> None:
    """From now on the owner of the session works as `person`, for whom the row that signed in does it."""
    if str(person.pk) == session[SESSION_KEY]:
        session.pop(WORKS_AS, None)
    else:
        session[WORKS_AS] = person.pk


def works_elsewhere(request: HttpRequest) -> bool:
    """Whether who sent the request works in other administrations too. As read with the session."""
    row = getattr(getattr(request, "session", None), "row", None)
    return bool(row is not None and row.works_elsewhere)


def begin_session(request: HttpRequest) -> None:
    """Record the session's start; also at its first request if it started without."""
    request.session[STARTED] = request.session[SEEN] = int(time.time())
    _note_browser(request, str(get_adapter(request).get_client_ip(request)))


def _note_browser(request: HttpRequest, address: str) -> None:
    request.session[DEVICE] = request.headers.get("User-Agent", "")[:300].replace("\x00", "")
    request.session[ADDRESS] = address[:45]


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
