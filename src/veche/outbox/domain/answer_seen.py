"""Match our own answers that a network shows in a private conversation with the acts that sent them."""

from django.db import transaction
from django.db.models import Q, QuerySet

from veche.accounts.models import Account
from veche.networks.protocol import AnswerMessage, MessageCame, Verb
from veche.networks.text import canonical
from veche.outbox.domain.results import confirm
from veche.outbox.domain.seen import DOUBTFUL_FIRST, REMEMBERED, SKEW, by_word_of_person
from veche.outbox.domain.states import OUT
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act


def answer_seen(*, account: Account, event: MessageCame) -> Act | None:
    """Bind the event to the act that sent the answer and confirm that act. None if somebody answered in the network
    itself."""
    with transaction.atomic():
        act = _by_id(account, event) or _by_text(account, event)
        if act is not None:
            confirm(act, proof=Proof.EVENT, lease_until=None, remote_id=event.message_id)
            act.refresh_from_db()
    return act


def _answers(account: Account) -> QuerySet[Act]:
    return Act.objects.of(account.administration_id).filter(account=account, verb=Verb.ANSWER_MESSAGE)


def _by_id(account: Account, event: MessageCame) -> Act | None:
    sent = _answers(account).filter(remote_id=event.message_id)
    return next((act for act in sent if _peer_of(act) == event.peer_id), None)


def _by_text(account: Account, event: MessageCame) -> Act | None:
    """The oldest act with the same text to the same resident that has no answer from the network or is done by hand."""
    until = event.at + SKEW
    called = Q(first_call_at__range=(event.at - REMEMBERED, until))
    by_hand = Q(state=ActState.BY_HAND, due_at__lte=until)
    open_ones = ~Q(state__in=OUT) & (called | by_hand)
    waiting = _answers(account).filter(open_ones | by_word_of_person(event.at), remote_id="")
    waiting = waiting.order_by(DOUBTFUL_FIRST, "first_call_at", "pk")
    return next((act for act in waiting if _says_the_same(act, event)), None)


def _peer_of(act: Act) -> str:
    answer = network_act(act)
    return answer.peer_id if isinstance(answer, AnswerMessage) else ""


def _says_the_same(act: Act, event: MessageCame) -> bool:
    answer = network_act(act)
    same = isinstance(answer, AnswerMessage) and canonical(answer.text) == canonical(event.text)
    return same and _peer_of(act) == event.peer_id
