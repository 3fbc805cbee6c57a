"""Turn stored events into conversations and messages. An event that fails waits with its error."""

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet

from veche.accounts.domain.administrators import event_received
from veche.accounts.models import Account
from veche.inbox.domain.comments import comment_back, comment_came, comment_gone
from veche.inbox.domain.conversations import place_named, post_seen
from veche.inbox.domain.event_json import from_json
from veche.inbox.domain.listeners import dispatch, enqueue_after_events
from veche.inbox.domain.private import message_came
from veche.inbox.errors import NotHereYet
from veche.inbox.models import InboundEvent
from veche.kernel.clock import now
from veche.networks.protocol import (
    AdministratorChanged,
    CommentBack,
    CommentCame,
    CommentGone,
    Event,
    MessageCame,
    PageChanged,
    PlaceNamed,
    PollCounted,
    PostChanged,
    PostGone,
    PostSeen,
    Verb,
)
from veche.outbox.domain.page import seen_page_changed
from veche.outbox.domain.read_back import seen_changed
from veche.outbox.domain.vanished import note_vanished
from veche.publishing.domain.foreign import note_changed, note_gone
from veche.publishing.domain.poll_results import poll_counted

log = logging.getLogger(__name__)
BATCH = 200
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
# A deletion waits this long for its comment; after that the comment is older than our records.
PATIENCE = timedelta(minutes=10)


def due() -> Q:
    """Filter for events that may be processed now; uses the partial index `inbox_arrival_waiting`."""
    return Q(processed_at=None) & (Q(next_try_at=None) | Q(next_try_at__lte=now()))


def process_events(account: Account) -> int:
    """Process waiting events in order of arrival, each in its own transaction. Returns how many succeeded."""
    good, last = 0, 0
    for _turn in range(BATCH):
        found = _waiting(account).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True).first()
        if found is None:
            break
        last = found
        good += _process(account, found)
    if good:
        enqueue_after_events()
    return good


def _waiting(account: Account) -> "QuerySet[InboundEvent]":
    rows: QuerySet[InboundEvent] = InboundEvent.objects.of(account.administration_id).filter(due(), account=account)
    return rows


def _process(account: Account, pk: int) -> bool:
    try:
        with transaction.atomic():
            _one_at_a_time(account)
            inbound = _waiting(account).filter(pk=pk).first()
            if inbound is None:
                return False
            _dispatch(account, from_json(inbound.kind, inbound.payload))
            _done(account, pk)
    except NotHereYet:
        _postpone_until_comment(account, pk)
        return False
    except (LookupError, TypeError, ValueError, AttributeError, DatabaseError) as error:
        # One failing event must not block the others.
        _later(account, pk, error)
        return False
    return True


def _one_at_a_time(account: Account) -> None:
    """Lock the account, so that an edit processed by another worker never overtakes its comment."""
    Account.objects.of(account.administration_id).select_for_update(no_key=True).get(pk=account.pk)


def _dispatch(account: Account, event: Event) -> None:
    """Call the handler of the event."""
    match event:
        case CommentCame():
            comment_came(account=account, event=event)
        case CommentGone():
            comment_gone(account=account, event=event)
        case CommentBack():
            comment_back(account=account, event=event)
        case PlaceNamed():
            place_named(account=account, event=event)
        case MessageCame():
            message_came(account=account, event=event)
        case PostSeen() | PostChanged() | PostGone():
            _dispatch_post_event(account, event)
        case _:
            _dispatch_account_event(account, event)


def _dispatch_post_event(account: Account, event: PostSeen | PostChanged | PostGone) -> None:
    """Handle events about posts: of ours, and of those that appeared past Veche."""
    match event:
        case PostSeen():
            post_seen(account=account, event=event)
        case PostChanged():
            if seen_changed(account=account, event=event) is None:
                note_changed(account=account, event=event)
        case PostGone():
            note_vanished(account=account, verb=Verb.PUBLISH, number=event.post_id, at=event.at)
            note_gone(account=account, event=event)


def _dispatch_account_event(account: Account, event: Event) -> None:
    """Handle events about the account itself and its polls, and those of rooms above."""
    match event:
        case AdministratorChanged():
            event_received(account=account, event=event)
        case PageChanged():
            seen_page_changed(account=account, event=event)
        case PollCounted():
            poll_counted(account=account, event=event)
        case _:
            dispatch(account, event)


def _row(account: Account, pk: int) -> "QuerySet[InboundEvent]":
    rows: QuerySet[InboundEvent] = InboundEvent.objects.of(account.administration_id).filter(pk=pk, processed_at=None)
    return rows


def _done(account: Account, pk: int, trouble: str = "") -> None:
    _row(account, pk).update(processed_at=now(), trouble=trouble, next_try_at=None)


def _postpone_until_comment(account: Account, pk: int) -> None:
    """Postpone an event whose comment has not come. An unknown deleted comment may be our reply in doubt."""
    inbound = _row(account, pk).first()
    event = None if inbound is None else from_json(inbound.kind, inbound.payload)
    if isinstance(event, CommentGone):
        note_vanished(account=account, verb=Verb.REPLY, number=event.comment_id, at=event.at)
    if inbound is not None and now() - inbound.received_at > PATIENCE:
        _done(account, pk, "no such comment")
    elif inbound is not None:
        _row(account, pk).update(trouble="before its comment", tries=F("tries") + 1, next_try_at=now() + FIRST_PAUSE)


def _later(account: Account, pk: int, error: Exception) -> None:
    """Postpone a failed event with growing pauses; log the first failure as an error."""
    inbound = _row(account, pk).first()
    if inbound is None:
        return
    pause = min(FIRST_PAUSE * 2 ** min(inbound.tries, 20), LONGEST_PAUSE)
    _row(account, pk).update(trouble=type(error).__name__, tries=F("tries") + 1, next_try_at=now() + pause)
    if not inbound.tries:
        log.error("inbound event not understood", exc_info=error, extra={"event_id": pk, "account": account.pk})
