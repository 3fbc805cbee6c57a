"""The methods by name, and the parsed call: caller and parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from veche_sandbox.ok.errors import bad_param, missing, no_permission
from veche_sandbox.store import Account, Store

NETWORK = "ok"
YES, NO = frozenset({"true", "1"}), frozenset({"false", "0", ""})
TRANSPORT = frozenset({"method", "application_key", "format", "sig", "access_token", "session_key", "uid"})
"""`uid` names the user in calls without a session, so every method takes it."""
PERMISSIONS = frozenset({"VALUABLE_ACCESS", "LONG_ACCESS_TOKEN", "GROUP_CONTENT", "PHOTO_CONTENT", "VIDEO_CONTENT"})


@dataclass(frozen=True, slots=True)
class Call:
    """`application`: the group that owns the application; `user_id`: 0 in a call without a session."""

    store: Store
    method: str
    application: Account
    user_id: int
    granted: frozenset[str]
    sent: Mapping[str, str]

    def text(self, name: str, default: str = "") -> str:
        return self.sent.get(name, default)

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.sent.get(name)
        if value is None:
            return default
        if value.lower() not in YES | NO:
            raise bad_param(name)
        return value.lower() in YES

    def whole(self, name: str, default: int = 0) -> int:
        value = self.sent.get(name, "")
        if value == "":
            return default
        if not (value.isascii() and value.isdecimal() and len(value) <= 18):
            raise bad_param(name)
        return int(value)

    def listing(self, name: str) -> list[str]:
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def count(self, *, default: int, most: int) -> int:
        found = self.whole("count", default)
        if not 1 <= found <= most:
            raise bad_param("count")
        return found

    def require(self, *permissions: str) -> None:
        for permission in permissions:
            if permission not in self.granted:
                raise no_permission(permission)

    def complain(self, parameter: str, problem: str = "unknown parameter") -> None:
        self.store.ledger.complain(NETWORK, self.method, parameter, problem)


type Run = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    params: frozenset[str]
    required: frozenset[str]
    permissions: tuple[str, ...]
    session: bool
    run: Run

    def check(self, call: Call) -> None:
        for name in sorted(set(call.sent) - self.params - TRANSPORT):
            call.complain(name)
        call.require(*self.permissions)
        for name in sorted(self.required):
            if not call.text(name):
                raise missing(name)


METHODS: dict[str, Method] = {}


def method(
    name: str, params: str = "", *, permissions: tuple[str, ...] = (), session: bool = True
) -> Callable[[Run], Run]:
    """Register the method `name`. `params`: its parameters, required ones with «!»."""

    def declare(run: Run) -> Run:
        words = params.split()
        names = frozenset(word.rstrip("!") for word in words)
        required = frozenset(word.rstrip("!") for word in words if word.endswith("!"))
        METHODS[name] = Method(name, names, required, permissions, session, run)
        return run

    return declare
