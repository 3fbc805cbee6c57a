"""The methods with their parameters and the kinds of tokens that may call them.

The kinds follow `access_token_type` of the published schema, except for `wall.post`, which the schema allows to users
only and which community keys with the right `wall` were observed to call.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag, StrEnum

from veche_sandbox.vk.params import Param

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None
type Run[C] = Callable[[C], Json]


class TokenKind(StrEnum):
    """The kind of a token."""

    COMMUNITY = "community"
    USER = "user"
    SERVICE = "service"
    VK_ID = "vk_id"


class Right(IntFlag):
    """Bits of a token's mask, as in `groups.getTokenPermissions`."""

    NONE = 0
    STORIES = 1
    PHOTOS = 4
    MESSAGES = 4096
    WALL = 8192
    DOCS = 131072
    MANAGE = 262144


USER = frozenset({TokenKind.USER})
GROUP = frozenset({TokenKind.COMMUNITY})
SERVICE = frozenset({TokenKind.SERVICE})
ANYBODY = USER | GROUP | SERVICE


@dataclass(frozen=True, slots=True)
class Method[C]:
    """A method. `open`: accepts any other parameters; the method itself tells which are unknown."""

    name: str
    kinds: frozenset[TokenKind]
    right: Right
    params: tuple[Param, ...]
    run: Run[C]
    open: bool = False


class Registry[C]:
    """Methods by name; a name can be declared once."""

    def __init__(self) -> None:
        self._methods: dict[str, Method[C]] = {}

    def method(
        self,
        name: str,
        *params: Param,
        kinds: frozenset[TokenKind],
        right: Right = Right.NONE,
        open_: bool = False,
    ) -> Callable[[Run[C]], Run[C]]:
        def declare(run: Run[C]) -> Run[C]:
            if name in self._methods:
                raise ValueError(f"declared twice: {name}")
            self._methods[name] = Method(name, kinds, right, params, run, open_)
            return run

        return declare

    def find(self, name: str) -> Method[C] | None:
        return self._methods.get(name)

    def names(self) -> list[str]:
        return sorted(self._methods)
