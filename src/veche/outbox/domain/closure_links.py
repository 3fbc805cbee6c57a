"""What the room that closes comments says on pages of the rooms below it. It adds itself when it is ready."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from veche.accounts.models import Account
from veche.outbox.models import Act
from veche.staff.models import Person


@dataclass(frozen=True, slots=True)
class ClosureLink:
    """`words`: «Комментарии закрыты до завтра, 9:00», "" while they are open; `url`, `verb`: the link, if any.

    `note`: what the program cannot see in the network, a sentence.
    """

    words: str
    url: str
    verb: str
    note: str = ""


type OfAccount = Callable[[Person, Account], ClosureLink | None]
type OfPosts = Callable[[Person, Sequence[Act]], Mapping[int, ClosureLink]]

_linked_by: Final[list[tuple[OfAccount, OfPosts]]] = []


def link_closures_by(of_account: OfAccount, of_posts: OfPosts) -> None:
    _linked_by.append((of_account, of_posts))


def closure_link_of(me: Person, account: Account) -> ClosureLink | None:
    return next(filter(None, (of_account(me, account) for of_account, _ in _linked_by)), None)


def closure_links_of(me: Person, publications: Sequence[Act]) -> Mapping[int, ClosureLink]:
    """Links to close the comments of posts, by the act that published the post."""
    return {pk: link for _, of_posts in _linked_by for pk, link in of_posts(me, publications).items()}
