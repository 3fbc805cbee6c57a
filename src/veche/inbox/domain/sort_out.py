"""From stored events to conversations and messages. An event that cannot be understood waits with its trouble."""

import logging

from django.db import transaction

from veche.accounts.models import Account
from veche.inbox.domain.arrivals import from_json
from veche.inbox.domain.comments import comment_back, comment_came, comment_gone
from veche.inbox.domain.conversations import post_seen
from veche.inbox.models import Arrival
from veche.kernel.clock import now
from veche.networks.protocol import CommentBack, CommentCame, CommentGone, Event, PostSeen

log = logging.getLogger(__name__)
BATCH = 200


def sort_out(account: Account) -> int:
    """Process what waits, in the order it came. Each event in a transaction of its own; returns how many went well."""
    waiting = Arrival.objects.of(account.administration_id).filter(account=account, processed_at=None)
    return sum(_process(account, pk) for pk in waiting.values_list("pk", flat=True)[:BATCH])


def _process(account: Account, pk: int) -> bool:
    try:
        with transaction.atomic():
            arrival = (
                Arrival.objects.of(account.administration_id)
                .select_for_update(skip_locked=True)
                .filter(pk=pk, processed_at=None)
                .first()
            )
            if arrival is None:
                return False
            _understand(account, from_json(arrival.kind, arrival.payload))
            arrival.processed_at = now()
            arrival.trouble = ""
            arrival.save(update_fields=("processed_at", "trouble"))
    except (KeyError, TypeError, ValueError) as error:
        log.exception("arrival not understood", extra={"arrival": pk})
        Arrival.objects.of(account.administration_id).filter(pk=pk).update(trouble=type(error).__name__)
        return False
    return True


def _understand(account: Account, event: Event) -> None:
    match event:
        case CommentCame():
            comment_came(account=account, event=event)
        case CommentGone():
            comment_gone(account=account, event=event)
        case CommentBack():
            comment_back(account=account, event=event)
        case PostSeen():
            post_seen(account=account, event=event)
