"""The post address that a person enters: it must be of this account and of no other act."""

from django.conf import settings

from veche.accounts.domain.abilities import ability_of
from veche.accounts.models import Account
from veche.networks.addresses import NotAnAddress, parse_address
from veche.networks.post_links import PostLink, example, post_link
from veche.networks.profile import PageAddress
from veche.networks.protocol import Operation, Verb
from veche.outbox.domain.overtaken import ABOUT_A_POST
from veche.outbox.domain.post_ids import owner_of
from veche.outbox.enums import ActState
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
    """Whether the act's result has a post address; acts about comments, people and the page have none."""
    return act.verb == Verb.PUBLISH or act.verb in ABOUT_A_POST


def takes_address(act: Act) -> bool:
    """Whether a person may set the address: only their word says that the post is out, and the network gave no id."""
    by_word = act.state == ActState.CONFIRMED and act.is_confirmed_by_person
    return by_word and act.verb == Verb.PUBLISH and act.last_call_at is None


def is_being_checked(act: Act) -> bool:
    """Whether the network is being asked about the address that a person entered."""
    return bool(act.remote_id) and takes_address(act) and act.read_back_at is None and can_be_checked(act)


def can_be_checked(act: Act) -> bool:
    """Whether the network can tell of a single post if it exists."""
    return ability_of(act.account, Operation.READ_BACK).mode == "auto"


def example_for(act: Act) -> str:
    """An example of a post address of this account; "" if the act has no address."""
    return example(act.account.network, _page_of(act.account), story=_is_story(act)) if has_address(act) else ""


def parse_post_address(act: Act, written: str) -> PostLink:
    """Parse the address. Raises `WrongAddress` with a sentence for a person."""
    try:
        return post_link(act.account.network, written, _page_of(act.account), story=_is_story(act))
    except NotAnAddress as refusal:
        reason, _dot, how = refusal.sentence.partition(". ")
        raise WrongAddress(f"{reason}. {KEPT} {how}") from None


def post_at(act: Act, written: str) -> dict[str, str]:
    """Fields of the act that the address gives; empty without one. Call it in the transaction that saves them."""
    if not written.strip() or not has_address(act):
        return {}
    found = parse_post_address(act, written)
    if act.remote_id and act.verb == Verb.PUBLISH and found.post_id not in ("", act.remote_id, *act.more_ids):
        raise WrongAddress(OTHER_NUMBER.format(number=act.remote_id, example=example_for(act)))
    if owner := owner_of(act, found):
        raise WrongAddress(TAKEN.format(title=owner.title, example=example_for(act)))
    if act.verb != Verb.PUBLISH or not found.post_id:
        return {"remote_url": found.url}
    if act.remote_id:
        return {"remote_url": found.url}
    return {"remote_url": found.url, "remote_id": found.post_id}


def _page_of(account: Account) -> PageAddress:
    home = settings.NETWORKS[account.network].get("pages", "")
    return PageAddress(account.remote_id, tuple(dict.fromkeys(filter(None, _names_of(account)))), home)


def _names_of(account: Account) -> tuple[str, str]:
    """Short names of the page: the one the network told and the one in the page's address."""
    try:
        in_address = parse_address(account.network, account.url).name
    except NotAnAddress:
        in_address = ""
    return account.username, in_address


def _is_story(act: Act) -> bool:
    return act.verb == Verb.PUBLISH and bool(act.payload.get("story"))
