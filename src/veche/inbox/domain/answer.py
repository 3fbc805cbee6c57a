from datetime import timedelta

from django.db import transaction

from veche.accounts.domain.abilities import ability_of, why_by_hand
from veche.inbox.domain.meanwhile import AnswerSnapshot, check_unanswered
from veche.inbox.domain.posts import why_nobody_waits
from veche.inbox.domain.private import settle
from veche.inbox.domain.states import set_state
from veche.inbox.enums import MessageState
from veche.inbox.errors import InboxError
from veche.inbox.models import Answer, Conversation, Message
from veche.inbox.words import place_of
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.operations import operation_in
from veche.networks.protocol import AnswerMessage, Operation, Place, Reply, Verb
from veche.networks.registry import render_reply
from veche.outbox.domain.plan import plan_act
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Person

UNANSWERED = (
    "На предложенную запись сеть ответить не даёт. Опубликуйте её или отклоните в самой сети; автору можно написать, "
    "если он сам писал странице."
)
ANSWERABLE = (MessageState.NEW, MessageState.KEPT, MessageState.ANSWERED, MessageState.CLOSED)
# A second press of the button, or a page that was sent twice: the same words within this time are one answer.
SAME_ANSWER = timedelta(minutes=1)


def answer(*, message: Message, by: Person, text: str, shown: AnswerSnapshot | None = None) -> Answer:
    """Answer a message in the account's own name. Raises `InboxError`; the writer keeps the text then.

    `shown`: the state the page showed; raises `DecidedMeanwhile` if a colleague has answered since.
    """
    written = render_reply(message.account.network, text)
    if written.problems:
        raise InboxError(written.problems[0].sentence)
    with transaction.atomic():
        locked = locked_message(message)
        if twin := twin_of(locked, written.text):
            return twin
        if locked.state not in ANSWERABLE or locked.ours:
            raise InboxError("Комментария уже нет, отвечать не на что. Ваш ответ цел: скопируйте его, если нужен.")
        if not locked.private and (why := why_nobody_waits(locked)):
            raise InboxError(f"{why} Ваш ответ цел.")
        if why := reply_by_hand(locked):
            raise InboxError(f"Отсюда ответ сейчас не уйдёт. {why} Ваш ответ цел.")
        check_unanswered(locked, shown)
        act = _act(locked, written.text, by)
        made = Answer.objects.create(
            administration_id=locked.administration_id, message=locked, text=written.text, author=by, act=act
        )
        _answered(locked)
        record(
            administration=locked.administration,
            actor=by,
            verb="message.answered" if locked.private else "comment.answered",
            obj=locked.conversation if locked.private else locked,
            facts={"act": act.pk},
        )
    return made


def answer_together(*, message: Message) -> None:
    """Mark a comment as answered by the answer to another one under the same post; in the caller's transaction."""
    locked = locked_message(message)
    if locked.state in ANSWERABLE and not locked.ours:
        _answered(locked)


def reply_by_hand(message: Message) -> str:
    """Why no key of the account can send the answer, and what to press in the network; "" if one can."""
    if message.private:
        return why_by_hand(ability_of(message.account, Operation.ANSWER_MESSAGE), "Ответьте в самой сети.")
    place = place_of(message.account.network, message.conversation.post_id)
    if place is Place.SUGGESTED:
        return UNANSWERED
    ability = ability_of(message.account, operation_in(Verb.REPLY, place))
    why = why_by_hand(ability, "Ответьте в самой сети.")
    return why if place is Place.POST or not why else " ".join((why, *ability.steps))


def why_unanswerable(message: Message) -> str:
    """Why no answer of ours can stand under the comment, a sentence; "" if one can.

    No query for a row that `with_post` annotated, with account, passport, conversation and administration.
    """
    return why_nobody_waits(message) or reply_by_hand(message)


def withdrawn(*, message: Message) -> None:
    """Reopen the comment after its only answer was cancelled before it left."""
    with transaction.atomic():
        locked = locked_message(message)
        living = locked.answers.exclude(act__state=ActState.CANCELLED)
        if locked.state == MessageState.ANSWERED and not living.exists():
            locked.heeded = False
            locked.save(update_fields=("heeded",))
            set_state(locked, MessageState.NEW)


def locked_message(message: Message) -> Message:
    if message.private:  # two people may answer two messages of one conversation
        Conversation.objects.of(message.administration_id).select_for_update().get(pk=message.conversation_id)
    rows = Message.objects.of(message.administration_id).select_for_update(of=("self",))
    found: Message = rows.select_related("account__passport", "conversation", "administration").get(pk=message.pk)
    return found


def twin_of(message: Message, text: str) -> Answer | None:
    recent = message.answers.filter(text=text, created_at__gte=now() - SAME_ANSWER)
    return recent.exclude(act__state=ActState.CANCELLED).first()


def _act(message: Message, text: str, by: Person) -> Act:
    number = message.answers.count() + 1
    if message.private:
        return plan_act(
            account=message.account,
            intent=f"answer_message:{message.pk}:{number}",
            # Not the words: «Отправки» and the mail about a failure are read by more people than the talk.
            title="Ответ на личное сообщение",
            act=AnswerMessage(peer_id=message.conversation.peer_id, text=text, message_id=message.remote_id),
            by=by,
        )
    return plan_act(
        account=message.account,
        intent=f"reply:{message.pk}:{number}",
        title=text,
        act=Reply(
            post_id=message.conversation.post_id,
            comment_id=message.remote_id,
            text=text,
            thread_id=message.conversation.thread_id,
        ),
        by=by,
    )


def _answered(message: Message) -> None:
    """Mark the message as answered; its writer has seen what is proposed about it."""
    message.heeded = True
    message.save(update_fields=("heeded",))
    if message.private:
        settle(message, MessageState.ANSWERED)
    else:
        set_state(message, MessageState.ANSWERED)
