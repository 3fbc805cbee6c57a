"""What higher rooms do with events of a network: this room stores and sorts them and knows no room above it."""

from collections.abc import Callable

from veche.accounts.models import Account
from veche.networks.protocol import AuthorReleased, AuthorRestricted, Event

type HeardAbove = AuthorRestricted | AuthorReleased
type Hearer = Callable[[Account, Event], None]

_hearers: dict[type[HeardAbove], Hearer] = {}


def hear(kind: type[HeardAbove], hearer: Hearer) -> None:
    """A room says once, when the apps are ready, who takes events of this kind. The same event may come twice."""
    _hearers[kind] = hearer


def hand_up(account: Account, event: HeardAbove) -> None:
    """In the transaction that marks the event as taken in."""
    _hearers[type(event)](account, event)
