"""A parsed call of a method: caller, key, parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from veche_sandbox.store import Store, Token
from veche_sandbox.vk.errors import (
    bad_token,
    group_auth,
    group_auth_only,
    out_of_scope,
    profile_type,
    service_auth,
    unknown_method,
)
from veche_sandbox.vk.params import Values, read_params, unknown_names
from veche_sandbox.vk.registry import Json, Method, Registry, Right, TokenKind

NETWORK = "vk"
KINDS = {
    "community": TokenKind.COMMUNITY,
    "admin": TokenKind.USER,
    "vk_id": TokenKind.VK_ID,
    "service": TokenKind.SERVICE,
}
FULL = Right.PHOTOS | Right.DOCS | Right.MESSAGES | Right.WALL | Right.MANAGE | Right.STORIES
OBJECTS_SINCE = (5, 139)
"""From this version of the API on, groups.getById and wall.getById answer an object, before it an array."""
WRONG_KIND = {
    TokenKind.COMMUNITY: group_auth,
    TokenKind.SERVICE: service_auth,
    TokenKind.VK_ID: profile_type,
    TokenKind.USER: group_auth_only,
}

type Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Caller:
    """`user_id`: 0 for a community's and a service key; `group_id`: 0 for a person's and a service key."""

    kind: TokenKind
    user_id: int
    group_id: int
    rights: Right


def caller_of(store: Store, value: str) -> Caller:
    """The caller. Raises error 5 for unknown and for revoked tokens alike."""
    token = store.accounts.token(NETWORK, value)
    if token is None or token.revoked:
        raise bad_token()
    kind = KINDS[token.kind]
    group_id = token.account_id if kind is TokenKind.COMMUNITY else None
    return Caller(kind, token.user_id or 0, group_id or 0, _rights(store, token))


def _rights(store: Store, token: Token) -> Right:
    """The key's rights: a note of the store restricts them; without one it has all."""
    note = store.ledger.note(NETWORK, f"rights of {token.value}")
    return FULL if note is None else Right(int(note))


@dataclass(frozen=True, slots=True)
class Call:
    """`version`: of the API; `beside`: fields to add to the answer.

    `undeclared`: parameters sent besides the method's.
    """

    store: Store
    caller: Caller
    values: Values
    version: Version = (0, 0)
    beside: dict[str, Json] = field(default_factory=dict)
    undeclared: Mapping[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return name in self.values

    def integer(self, name: str, default: int = 0) -> int:
        value = self.values.get(name, default)
        return value if isinstance(value, int) else default

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name, default)
        return value if isinstance(value, str) else default

    def flag(self, name: str, *, default: bool = False) -> bool:
        return bool(self.values.get(name, default))

    def listing(self, name: str) -> list[str]:
        value = self.values.get(name)
        return value if isinstance(value, list) else []


METHODS: Registry[Call] = Registry()


def find_method(name: str) -> Method[Call]:
    found = METHODS.find(name)
    if found is None:
        raise unknown_method()
    return found


def check_kind(method: Method[Call], caller: Caller) -> None:
    if caller.kind not in method.kinds:
        refusal = WRONG_KIND[caller.kind]
        raise refusal()
    if method.right is not Right.NONE and method.right not in caller.rights:
        raise out_of_scope()


def called(store: Store, caller: Caller, version: Version, method: Method[Call], sent: Mapping[str, str]) -> Call:
    """The call, ready to run; unknown parameters are recorded as complaints."""
    undeclared = {name: sent[name] for name in unknown_names(method.params, sent)}
    for name in () if method.open else undeclared:
        store.ledger.complain(NETWORK, method.name, name)
    return Call(store, caller, read_params(method.params, sent), version, undeclared=undeclared)
