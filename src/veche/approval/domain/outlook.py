"""What a yes would do, as the approver is told. The room that acts on a yes stands above and registers its teller."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from veche.accounts.models import Account
from veche.approval.models import Step
from veche.staff.models import Person


@dataclass(frozen=True, slots=True)
class Earlier:
    """An agreed version that has not left everywhere. `held_by` None: it goes out by itself at `hour`, unless
    it `needs_person`: its hour has passed, and a person puts it there or decides about it."""

    number: int
    networks: Sequence[str]
    hour: datetime
    held_by: Person | None = None
    held_at: datetime | None = None
    needs_person: bool = False


@dataclass(frozen=True, slots=True)
class Hand:
    """A network where a person does it, because no key of ours does: `why` as `accounts.domain.abilities` says it.

    `waits`: until its hour it waits for a key that was lost.
    """

    network: str
    why: str
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """`networks`: where something goes out or changes; `hands`: where of them a person does it. `nowhere`: where the
    earlier version would have gone and this one does not."""

    networks: Sequence[str]
    earlier: Earlier | None = None
    nowhere: Sequence[str] = ()
    hands: Sequence[Hand] = ()

    @property
    def by_itself(self) -> list[str]:
        by_hand = {hand.network for hand in self.hands}
        return [network for network in self.networks if network not in by_hand]


type Teller = Callable[[Step, Sequence[Account]], Outlook]
type NetworksTeller = Callable[[Sequence[Step]], Mapping[int, Sequence[str]]]
_tellers: list[Teller] = []
_networks_tellers: list[NetworksTeller] = []


def tell_with(teller: Teller, networks: NetworksTeller) -> None:
    _tellers[:], _networks_tellers[:] = [teller], [networks]


def networks_for(steps: Sequence[Step]) -> Mapping[int, Sequence[str]]:
    """By open step: `Outlook.networks`. The number of queries does not grow with them."""
    [teller] = _networks_tellers
    return teller(steps)


def outlook_of(step: Step, accounts: Sequence[Account]) -> Outlook:
    """`accounts`: where its version goes (`posts.domain.queries.accounts_for`)."""
    [teller] = _tellers
    return teller(step, accounts)
