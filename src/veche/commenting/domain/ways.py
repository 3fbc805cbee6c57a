"""Which modes an account or a post has in its network, and whether a key or a person sets them."""

from dataclasses import dataclass

from veche.accounts.domain.abilities import CANNOT, ability_of, why_by_hand
from veche.accounts.models import Account
from veche.commenting.enums import Mode
from veche.networks.protocol import Ability, Operation, Verb
from veche.networks.registry import NETWORKS
from veche.outbox.domain.states import OUT
from veche.outbox.enums import TRIAL
from veche.outbox.models import Act

_HAND = " ".join((CANNOT, "Сделайте руками и отметьте здесь."))
_UNNOTICED = "Если их откроют или закроют в самой сети, Вече об этом не узнает."


@dataclass(frozen=True, slots=True)
class Way:
    """`card`: why a person must do it; "" if a key can. `means`: what the mode does, a sentence or ""."""

    mode: Mode
    means: str
    card: str


def ways_of(account: Account, publication: Act | None) -> list[Way]:
    """The modes that the network has there; [] if it has none."""
    comments = NETWORKS[account.network].comments
    card = card_reason(account)
    return [
        Way(Mode(mode.value), comments.means.get(mode, ""), card)
        for mode in (comments.post if publication else comments.account)
    ]


def unseen(account: Account) -> str:
    """Why a change of the modes in the network itself is not noticed here, a sentence; "" if it is."""
    network = NETWORKS[account.network]
    if not (network.comments.account or network.comments.post) or account.closed_at is not None:
        return ""
    if network.comments.read_by is None:
        return f"{network.names.short} не показывает программе, открыты ли комментарии. {_UNNOTICED}"
    ability = ability_of(account, network.comments.read_by)
    return "" if ability.mode == "auto" else f"{why_by_hand(ability)} {_UNNOTICED}"


def lacks(account: Account) -> str:
    """What the network does not have, a sentence."""
    return NETWORKS[account.network].comments.lacks


def card_reason(account: Account) -> str:
    operation = Operation.SET_COMMENT_MODE
    unasked = Ability("by_hand" if operation in NETWORKS[account.network].unsupported else "auto")
    ability = ability_of(account, operation, unasked=unasked)
    return "" if ability.mode == "auto" else ability.why or _HAND


def has_comments(publication: Act) -> bool:
    """Whether the act has put a post into the network that stands and may be commented on."""
    return is_post(publication) and not is_withdrawn(publication)


def is_post(publication: Act) -> bool:
    """Whether the act has put into the network what may be commented on; it may be withdrawn since."""
    is_trial = publication.intent.startswith(TRIAL)
    out = publication.state in OUT and bool(publication.remote_id) and not publication.payload.get("story")
    return publication.verb == Verb.PUBLISH and out and not is_trial


def is_withdrawn(publication: Act) -> bool:
    acts = Act.objects.of(publication.administration_id).filter(about=publication, verb=Verb.WITHDRAW)
    return bool(acts.filter(state__in=OUT).exists())
