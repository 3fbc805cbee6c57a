"""Watch over webhooks: networks drop an address that did not answer, and tell nobody.

A dropped account is polled again, a gap is recorded for a person, and after some minutes it is subscribed anew.
"""

from django.db import transaction

from veche.accounts.domain.webhook_subscription import fall_back_to_polling, is_subscribed, sync_webhook
from veche.accounts.models import Account
from veche.inbox.domain.receive import note_gap, poll
from veche.networks.registry import NETWORKS


def watch_webhook(account: Account) -> None:
    """Check the webhook of an account that wants one. Calls the network, so never inside a transaction."""
    if account.webhook_since is None:
        _subscribe_again(account)
    elif not is_subscribed(account):
        _fall_back_to_polling(account)
    elif NETWORKS[account.network].reading.polls_besides_webhook:
        # VK drops events until it has confirmed the address; polling also keeps the cursor fresh.
        poll(account)


def _subscribe_again(account: Account) -> None:
    """Poll, then subscribe: a new subscription does not always deliver earlier events."""
    poll(account)
    account.refresh_from_db()
    sync_webhook(account)


def _fall_back_to_polling(account: Account) -> None:
    sentence = (
        "Сеть переставала присылать нам новое: наш адрес не отвечал, или его там убрали. Что она сохранила, "
        "прочитаем сами; остальное за это время посмотрите в сети."
    )
    with transaction.atomic():
        if fall_back_to_polling(account):
            note_gap(account, sentence)
