"""Match posts that a network shows with our acts; `inbox` hands these events down."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from veche.accounts.models import Account
from veche.networks.protocol import PostSeen, Publish, Verb
from veche.networks.registry import render_post
from veche.networks.shown import missing, sent, with_missing
from veche.networks.text import canonical
from veche.outbox.domain.claim import add_to_attempt
from veche.outbox.domain.post_ids import lock_post_ids
from veche.outbox.domain.results import confirm, incomplete
from veche.outbox.domain.states import OUT
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act

# The network's clock and ours may differ.
SKEW = timedelta(minutes=5)
# A call whose answer was lost, or a person's word, is not looked for longer than this.
REMEMBERED = timedelta(days=1)
# What is known not to have gone out comes last: a later act with the same words is the likelier one.
DOUBTFUL_FIRST = Case(
    When(state__in=(ActState.SENDING, ActState.UNKNOWN, ActState.BY_HAND), then=Value(0)),
    When(doubt_since__isnull=False, then=Value(0)),
    default=Value(1),
    output_field=IntegerField(),
)


def seen(*, account: Account, event: PostSeen) -> Act | None:
    """Bind the event to the act that made the post and confirm that act. None if the post is not ours."""
    with transaction.atomic():
        lock_post_ids(account)
        act = _by_id(account, event) or _by_text(account, event)
        if act is None:
            return None
        if act.is_confirmed_by_person and not _says_the_same(act, event):
            return act  # a person copied the address of another post, and its words prove nothing
        known = {"remote_id": event.post_id, "remote_url": event.url or act.remote_url, "thread_id": event.thread_id}
        lacking = _missing(act, event)
        if confirm(act, proof=Proof.EVENT, lease_until=None, reason=incomplete(lacking), **known):
            add_to_attempt(act, with_missing("сеть показала запись", lacking) if lacking else "")
        else:
            _keep_thread(act, event)
        act.refresh_from_db()
    return act


def _publications(account: Account) -> QuerySet[Act]:
    return Act.objects.of(account.administration_id).filter(account=account, verb=Verb.PUBLISH)


def _by_id(account: Account, event: PostSeen) -> Act | None:
    return _publications(account).filter(remote_id=event.post_id).first()


def _by_text(account: Account, event: PostSeen) -> Act | None:
    """The oldest unanswered act with the same text: equal posts are told apart by their order.

    Includes acts that a person confirmed without an address, since then or shortly before.
    """
    until = event.at + SKEW
    by_hand = Q(state=ActState.BY_HAND, due_at__lte=until)
    open_ones = ~Q(state__in=OUT) & (by_hand | Q(first_call_at__lte=until))
    waiting = _publications(account).filter(open_ones | by_word_of_person(event.at), remote_id="")
    waiting = waiting.order_by(DOUBTFUL_FIRST, "first_call_at", "pk")
    return next((act for act in waiting if _says_the_same(act, event)), None)


def by_word_of_person(at: datetime) -> Q:
    """Filter for acts that a person confirmed around the event's time: people confirm after the post appeared."""
    return Q(
        state=ActState.CONFIRMED,
        proof=Proof.PERSON,
        due_at__lte=at + SKEW,
        proven_at__range=(at - SKEW, at + REMEMBERED),
    )


def _says_the_same(act: Act, event: PostSeen) -> bool:
    publication = network_act(act)
    if not isinstance(publication, Publish) or canonical(publication.post.text) != canonical(event.text):
        return False
    poll = publication.post.poll
    if event.question and (poll is None or canonical(poll.question) != canonical(event.question)):
        return False
    # An album may be shown one photo at a time, so only «with photos or without» can be compared.
    return bool(event.photo_count) == bool(render_post(act.account.network, publication.post).photo_count)


def _missing(act: Act, event: PostSeen) -> str:
    """Parts that the network does not show; VK was seen to drop a picture or a video silently."""
    publication = network_act(act)
    if not isinstance(publication, Publish):
        return ""
    return missing(sent(render_post(act.account.network, publication.post)), event.shown)


def _keep_thread(act: Act, event: PostSeen) -> None:
    if event.thread_id:
        Act.objects.of(act.administration_id).filter(pk=act.pk, thread_id="").update(thread_id=event.thread_id)
