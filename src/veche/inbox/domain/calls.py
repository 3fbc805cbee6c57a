"""Does each network that is to call us still call? One that gave us up is asked for news again, a person is told of the
time between, and after some minutes of asking it is told anew to call."""

from django.db import transaction
from django.utils.translation import gettext as _

from veche.accounts.domain.calling_back import ask_ourselves_again, still_calls, tell_network
from veche.accounts.models import Account
from veche.inbox.domain.receive import note_gap, poll
from veche.networks.registry import NETWORKS


def look_after(account: Account) -> None:
    """For an account that wants to be called. Calls the network, so never inside a transaction."""
    if account.webhook_since is None:
        _tell_anew(account)
    elif not still_calls(account):
        _ask_again(account)
    elif NETWORKS[account.network].asked_besides:
        # VK sends nothing of the moments until it has believed an address; and how far we read stays fresh.
        poll(account)


def _tell_anew(account: Account) -> None:
    """News of the last seconds first: who is called is not always told what came before."""
    poll(account)
    account.refresh_from_db()
    tell_network(account)


def _ask_again(account: Account) -> None:
    sentence = _(
        "Сеть переставала присылать нам новое: наш адрес не отвечал, или его там убрали. Что она сохранила, "
        "прочитаем сами; остальное за это время посмотрите в сети."
    )
    with transaction.atomic():
        if ask_ourselves_again(account):
            note_gap(account, sentence)
