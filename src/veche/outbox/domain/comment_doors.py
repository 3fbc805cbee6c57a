"""What the room that closes comments says on pages of the rooms below it. It adds itself when it is ready."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from veche.accounts.models import Account
from veche.outbox.models import Act
from veche.staff.models import Person


@dataclass(frozen=True, slots=True)
class Door:
    """`words`: «Комментарии закрыты до завтра, 9:00», "" while they are open; `url`, `verb`: the link, if any."""

    words: str
    url: str
    verb: str


type OfAccount = Callable[[Person, Account], Door | None]
type OfPosts = Callable[[Person, Sequence[Act]], Mapping[int, Door]]

_named_by: Final[list[tuple[OfAccount, OfPosts]]] = []


def name_doors_by(of_account: OfAccount, of_posts: OfPosts) -> None:
    _named_by.append((of_account, of_posts))


def door_of(me: Person, account: Account) -> Door | None:
    return next(filter(None, (of_account(me, account) for of_account, _ in _named_by)), None)


def doors_of(me: Person, publications: Sequence[Act]) -> Mapping[int, Door]:
    """By the act that published a post."""
    return {pk: door for _, of_posts in _named_by for pk, door in of_posts(me, publications).items()}
