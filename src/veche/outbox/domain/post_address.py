"""The address that a person gives for a post: it must be of this account, and of no other act."""

from django.conf import settings

from veche.accounts.domain.abilities import ability_of
from veche.accounts.models import Account
from veche.networks.addresses import NotAnAddress, understand
from veche.networks.post_links import PageAddress, PostLink, example, post_link
from veche.networks.protocol import Operation
from veche.outbox.domain.numbers import owner_of
from veche.outbox.domain.overtaken import ABOUT_A_POST
from veche.outbox.enums import ActState, ActVerb
from veche.outbox.errors import WrongAddress
from veche.outbox.models import Act

KEPT = "Ничего не записали."
TAKEN = (
    "Это адрес записи «{title}». Ничего не записали. Откройте ту запись, о которой карточка, и скопируйте её адрес, "
    "он выглядит так: {example}"
)


OTHER_NUMBER = (
    "Сеть сама назвала номер этой записи, {number}, а по вашему адресу стоит другая. Ничего не записали. Откройте "
    "запись и скопируйте её адрес, он выглядит так: {example}"
)


def has_address(act: Act) -> bool:
    """Whether a post's address belongs to this act: comments, people and the page have none."""
    return act.verb == ActVerb.PUBLISH or act.verb in ABOUT_A_POST


def takes_address(act: Act) -> bool:
    """A person said that the post is out, and nothing but their word tells where: the address may come later, or anew.
    A number that the network gave (`last_call_at`) stays."""
    by_word = act.state == ActState.CONFIRMED and act.is_confirmed_by_person
    return by_word and act.verb == ActVerb.PUBLISH and act.last_call_at is None


def is_being_checked(act: Act) -> bool:
    """The network is asked whether the post stands at the address that a person gave."""
    return bool(act.remote_id) and takes_address(act) and act.read_back_at is None and can_be_checked(act)


def can_be_checked(act: Act) -> bool:
    """Whether its network tells of one post if it stands."""
    return ability_of(act.account, Operation.READ_BACK).mode == "auto"


def example_for(act: Act) -> str:
    """How the address of a post of this account looks; "" where the act has no address."""
    return example(act.account.network, _page_of(act.account), story=_is_story(act)) if has_address(act) else ""


def understood(act: Act, written: str) -> PostLink:
    """Raises `WrongAddress`, in words for a person."""
    try:
        return post_link(act.account.network, written, _page_of(act.account), story=_is_story(act))
    except NotAnAddress as refusal:
        reason, _dot, how = refusal.sentence.partition(". ")
        raise WrongAddress(f"{reason}. {KEPT} {how}") from None


def post_at(act: Act, written: str) -> dict[str, str]:
    """Fields of the act that an address tells; nothing without one. In the transaction that writes them."""
    if not written.strip() or not has_address(act):
        return {}
    found = understood(act, written)
    if act.remote_id and act.verb == ActVerb.PUBLISH and found.post_id not in ("", act.remote_id, *act.more_ids):
        raise WrongAddress(OTHER_NUMBER.format(number=act.remote_id, example=example_for(act)))
    if owner := owner_of(act, found):
        raise WrongAddress(TAKEN.format(title=owner.title, example=example_for(act)))
    if act.verb != ActVerb.PUBLISH or not found.post_id:
        return {"remote_url": found.url}
    if act.remote_id:
        return {"remote_url": found.url}
    return {"remote_url": found.url, "remote_id": found.post_id}


def _page_of(account: Account) -> PageAddress:
    home = settings.NETWORKS[account.network].get("pages", "")
    return PageAddress(account.remote_id, tuple(dict.fromkeys(filter(None, _names_of(account)))), home)


def _names_of(account: Account) -> tuple[str, str]:
    """The short name that the network told, and the one in the page's address."""
    try:
        in_address = understand(account.network, account.url).name
    except NotAnAddress:
        in_address = ""
    return account.username, in_address


def _is_story(act: Act) -> bool:
    return act.verb == ActVerb.PUBLISH and bool(act.payload.get("story"))
