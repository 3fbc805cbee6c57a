"""The account's own comment under its post: where a key can write it, and why not elsewhere."""

from veche.accounts.domain.abilities import ability_of, why_by_hand
from veche.accounts.models import Account
from veche.networks.protocol import Operation, Verb
from veche.networks.registry import NETWORKS

NO_GROUP = "У канала нет группы обсуждений, комментариев в нём не бывает."


def why_no_comment(account: Account) -> str:
    """Why Veche writes no comment under posts of this account; "" if it does. Reads `passport`."""
    network = NETWORKS[account.network]
    if network.proof.by_linked_group and not account.linked_group_id:
        return NO_GROUP
    if not network.could_do(Verb.REPLY):
        return "Комментариев там ключом не пишут. Напишите его сами в сети."
    return why_by_hand(ability_of(account, Operation.REPLY), "Напишите его сами в сети.")
