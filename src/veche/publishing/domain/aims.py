"""Where a post will go, and whether its account can take it by itself: the line «Куда» of the editor."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.accounts.models import Account, Passport
from veche.networks.formats import beyond, operations_of
from veche.networks.protocol import Ability, Operation
from veche.networks.registry import NETWORKS
from veche.posts.domain.rendering import Draft, outgoing
from veche.posts.models import PostVersion

# What a person is to do by hand, in a word beside «вручную».
WHAT: dict[Operation, str | Promise] = {
    Operation.PUBLISH_TEXT: "",
    Operation.PUBLISH_LINK: gettext_lazy("ссылка"),
    Operation.PUBLISH_PHOTO: gettext_lazy("фото"),
    Operation.PUBLISH_ALBUM: gettext_lazy("фото"),
    Operation.PUBLISH_ANIMATION: gettext_lazy("анимация"),
    Operation.PUBLISH_VIDEO: gettext_lazy("видео"),
    Operation.PUBLISH_DOCUMENT: gettext_lazy("файл"),
    Operation.PUBLISH_POLL: gettext_lazy("опрос"),
    Operation.PUBLISH_STORY: gettext_lazy("история"),
    Operation.PUBLISH_LIVE: gettext_lazy("эфир"),
}


@dataclass(frozen=True, slots=True)
class Aim:
    """`mode`: auto, by_hand, absent, waits_network. `word` is short («сама»); `why` is the network's own reason.

    `steps`: what a person does where no key does it.
    """

    account: Account
    mode: str
    word: str
    why: str = ""
    steps: tuple[str, ...] = ()

    @property
    def network_title(self) -> str:
        return NETWORKS[self.account.network].title


def aims(accounts: Iterable[Account], version: PostVersion, draft: Draft | None = None) -> list[Aim]:
    """In the accounts' order. Reads `passport` (select it along) and what `outgoing` reads of the version."""
    return [_aim(account, operations_of(outgoing(version, account.network, draft))) for account in accounts]


def by_hand(account: Account, version: PostVersion) -> str:
    """Why a person publishes this there, in words; "" where it goes out by itself or waits for the network."""
    aim = _aim(account, operations_of(outgoing(version, account.network)))
    return aim.why or aim.word if aim.mode == "by_hand" else ""


def _aim(account: Account, operations: tuple[Operation, ...]) -> Aim:
    able = {operation: _ability(account, operation) for operation in operations}
    worst = next((one for mode in ("absent", "by_hand") for one in operations if able[one].mode == mode), None)
    if worst is not None:
        ability = able[worst]
        return Aim(account, ability.mode, _word(ability.mode, worst), ability.why, ability.steps)
    if account.unreachable_since is not None:
        return Aim(account, "waits_network", _("когда вернётся связь"))
    return Aim(account, "auto", _("сама"))


def _ability(account: Account, operation: Operation) -> Ability:
    """What the keys were seen to do; an account that was never asked counts as able, where its network is."""
    passport: Passport | None = getattr(account, "passport", None)
    known = (passport.abilities if passport else {}).get(operation.value)
    if known is None:
        return beyond(account.network).get(operation, Ability("auto"))
    return Ability(known.get("mode", "auto"), str(known.get("why", "")), steps=tuple(known.get("steps") or ()))


def _word(mode: str, operation: Operation) -> str:
    what = str(WHAT[operation])
    if mode == "absent":
        return _("сеть не примет: %(what)s") % {"what": what} if what else _("сеть не примет")
    return _("%(what)s вручную") % {"what": what} if what else _("вручную")
