"""What an approval would do, for the approver; the publishing room registers the function that knows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from veche.accounts.models import Account
from veche.approval.models import Step
from veche.staff.models import Person


@dataclass(frozen=True, slots=True)
class Earlier:
    """An approved version that has not left everywhere. `held_by` None: it goes by itself at `hour`.

    `needs_person`: its hour has passed, and a person publishes it or decides.
    """

    number: int
    networks: Sequence[str]
    hour: datetime
    held_by: Person | None = None
    held_at: datetime | None = None
    needs_person: bool = False


@dataclass(frozen=True, slots=True)
class Hand:
    """A network where a person publishes: `why` no key can, as `accounts.domain.abilities` says.

    `waits`: until its hour it waits for a lost key.
    """

    network: str
    why: str
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """`networks`: where something goes out or changes; `hands`: those of them where a person does it.

    `nowhere`: networks of the earlier version that this one leaves out.
    """

    networks: Sequence[str]
    earlier: Earlier | None = None
    nowhere: Sequence[str] = ()
    hands: Sequence[Hand] = ()

    @property
    def by_itself(self) -> list[str]:
        by_hand = {hand.network for hand in self.hands}
        return [network for network in self.networks if network not in by_hand]


type FindOutlook = Callable[[Step, Sequence[Account]], Outlook]
type FindNetworks = Callable[[Sequence[Step]], Mapping[int, Sequence[str]]]
_find_outlook: list[FindOutlook] = []
_find_networks: list[FindNetworks] = []


def register(find_outlook: FindOutlook, find_networks: FindNetworks) -> None:
    """Fill the hook: called once, in `ready()` of the room that knows."""
    _find_outlook[:], _find_networks[:] = [find_outlook], [find_networks]


def networks_for(steps: Sequence[Step]) -> Mapping[int, Sequence[str]]:
    """`Outlook.networks` by open step, in a constant number of queries."""
    [find] = _find_networks
    return find(steps)


def outlook_of(step: Step, accounts: Sequence[Account]) -> Outlook:
    """The outlook. `accounts`: of its version (`posts.domain.queries.accounts_for`)."""
    [find] = _find_outlook
    return find(step, accounts)
