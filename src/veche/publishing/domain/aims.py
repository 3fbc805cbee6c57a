"""Where a post will go, and whether its account can take it by itself: the line «Куда» of the editor."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from veche.accounts.models import Account, Passport
from veche.networks.protocol import Operation
from veche.networks.registry import NETWORKS


@dataclass(frozen=True, slots=True)
class Aim:
    """`mode`: auto, by_hand, absent, waits_network. `word` is short («сама»); `why` is the network's own reason."""

    account: Account
    mode: str
    word: str
    why: str = ""

    @property
    def network_title(self) -> str:
        return NETWORKS[self.account.network].title


def aims(accounts: Iterable[Account], *, photos: int) -> list[Aim]:
    """In the accounts' order. Reads `passport` (select it along): an account that was never asked counts as able."""
    return [_aim(account, operation_for(photos)) for account in accounts]


def operation_for(photos: int) -> Operation:
    if photos == 0:
        return Operation.PUBLISH_TEXT
    return Operation.PUBLISH_PHOTO if photos == 1 else Operation.PUBLISH_ALBUM


def _aim(account: Account, operation: Operation) -> Aim:
    passport: Passport | None = getattr(account, "passport", None)
    ability = (passport.abilities if passport else {}).get(operation.value, {})
    mode = ability.get("mode", "auto")
    if mode != "auto":
        return Aim(account, mode, _word(mode, operation), str(ability.get("why", "")))
    if account.unreachable_since is not None:
        return Aim(account, "waits_network", _("когда вернётся связь"))
    return Aim(account, "auto", _("сама"))


def _word(mode: str, operation: Operation) -> str:
    if mode == "absent":
        return _("сеть не примет")
    return _("вручную") if operation is Operation.PUBLISH_TEXT else _("фото вручную")
