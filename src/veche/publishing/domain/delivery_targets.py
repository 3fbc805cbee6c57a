"""Delivery targets: where a post will go, and whether its account can take it without a person («Куда»)."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from veche.accounts.domain.abilities import ABLE, POSTS_WAIT, ability_of
from veche.accounts.domain.queries import awaits_key
from veche.accounts.models import Account
from veche.networks.operations import operations_of
from veche.networks.protocol import Ability, Operation
from veche.networks.registry import NETWORKS
from veche.posts.domain.rendering import Draft, outgoing
from veche.posts.models import PostVersion

# What a person is to do by hand, in a word beside «вручную».
WHAT: dict[Operation, str] = {
    Operation.PUBLISH_TEXT: "",
    Operation.PUBLISH_LINK: "ссылка",
    Operation.PUBLISH_PHOTO: "фото",
    Operation.PUBLISH_ALBUM: "фото",
    Operation.PUBLISH_ANIMATION: "анимация",
    Operation.PUBLISH_VIDEO: "видео",
    Operation.PUBLISH_DOCUMENT: "файл",
    Operation.PUBLISH_POLL: "опрос",
    Operation.PUBLISH_STORY: "история",
    Operation.PUBLISH_LIVE: "эфир",
}


@dataclass(frozen=True, slots=True)
class DeliveryTarget:
    """`mode`: auto, by_hand, absent, waits_network, waits_key. `word` is short («сама»).

    `why`: the network's reason, or how long a post waits for a key; in mode auto a note, such as limits of the server.
    `steps`: for a person, where no key can do it.
    `twin`: another account of the same network is a target as well.
    """

    account: Account
    mode: str
    word: str
    why: str = ""
    steps: tuple[str, ...] = ()
    twin: bool = False

    @property
    def network_title(self) -> str:
        title = NETWORKS[self.account.network].title
        return f"{title}, «{self.account.title}»" if self.twin else title


def targets(accounts: Iterable[Account], version: PostVersion, draft: Draft | None = None) -> list[DeliveryTarget]:
    """One for each account, in their order.

    Reads `passport` and `awaits_key` (see `posts.domain.queries.accounts_for`) and what `outgoing` reads.
    """
    chosen = list(accounts)
    often = Counter(account.network for account in chosen)
    found = (
        _target(account, operations_of(outgoing(version, account.network, draft)), awaits=_is_awaiting)
        for account in chosen
    )
    return [replace(target, twin=often[target.account.network] > 1) for target in found]


def by_hand(account: Account, version: PostVersion, *, at: datetime) -> str:
    """Why a person publishes there; "" if it goes by itself, or waits until `at` for the network or a lost key."""
    target = _target(account, operations_of(outgoing(version, account.network)), awaits=lambda one: awaits_key(one, at))
    return target.why or target.word if target.mode == "by_hand" else ""


def _is_awaiting(account: Account) -> bool:
    return bool(getattr(account, "awaits_key", False))


def _target(
    account: Account, operations: tuple[Operation, ...], *, awaits: Callable[[Account], bool]
) -> DeliveryTarget:
    able = {operation: _ability(account, operation) for operation in operations}
    worst = next((one for mode in ("absent", "by_hand") for one in operations if able[one].mode == mode), None)
    if worst is not None:
        ability = able[worst]
        if worst not in NETWORKS[account.network].beyond and awaits(account):
            return _waits_key(account, ability.why)
        return DeliveryTarget(account, ability.mode, _word(ability.mode, worst), ability.why, ability.steps)
    if awaits(account):
        return _waits_key(account, "Ключ не действует. Новый впишет отдел ИТ.")
    if account.unreachable_since is not None:
        return DeliveryTarget(account, "waits_network", "когда вернётся связь")
    noted = dict.fromkeys(able[one].why for one in operations if able[one].why)
    return DeliveryTarget(account, "auto", "сама", " ".join(noted))


def _waits_key(account: Account, why: str) -> DeliveryTarget:
    return DeliveryTarget(account, "waits_key", "когда впишут ключ", f"{why} {POSTS_WAIT}".strip())


def _ability(account: Account, operation: Operation) -> Ability:
    """What the keys may do; an account that was never checked counts as able, if its network is."""
    return ability_of(account, operation, unasked=NETWORKS[account.network].beyond.get(operation, ABLE))


def _word(mode: str, operation: Operation) -> str:
    what = str(WHAT[operation])
    if mode == "absent":
        return f"{what} не выйдет" if what else "не выйдет"
    return f"{what} вручную" if what else "вручную"
