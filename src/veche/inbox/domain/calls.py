"""Watch over webhooks: networks drop an address that did not answer, and tell nobody.

A dropped account is polled again, a gap is recorded for a person, and after some minutes it is subscribed anew.
"""

from django.db import transaction

from veche.accounts.domain.calling_back import ask_ourselves_again, still_calls, tell_network
from veche.accounts.models import Account
from veche.inbox.domain.receive import note_gap, poll
from veche.networks.registry import NETWORKS


def look_after(account: Account) -> None:
    """Check the webhook of an account that wants one. Calls the network, so never inside a transaction."""
    if account.webhook_since is None:
        _tell_anew(account)
    elif not still_calls(account):
        _ask_again(account)
    elif NETWORKS[account.network].reading.asked_besides:
        # VK drops events until it has confirmed the address; polling also keeps the cursor fresh.
        poll(account)


def _tell_anew(account: Account) -> None:
    """Poll, then subscribe: a new subscription does not always deliver earlier events."""
    poll(account)
    account.refresh_from_db()
    tell_network(account)


def _ask_again(account: Account) -> None:
    sentence = (
        "Сеть переставала присылать нам новое: наш адрес не отвечал, или его там убрали. Что она сохранила, "
        "прочитаем сами; остальное за это время посмотрите в сети."
    )
    with transaction.atomic():
        if ask_ourselves_again(account):
            note_gap(account, sentence)
