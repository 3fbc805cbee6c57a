"""Answer on the post itself, in the account's own name, where the comment that asked was deleted for its words."""

from django.db import transaction

from veche.accounts.domain.abilities import ability_of, why_by_hand
from veche.inbox.domain.answer import UNANSWERED, locked_message, twin_of
from veche.inbox.domain.posts import why_nobody_waits
from veche.inbox.enums import MessageState
from veche.inbox.errors import InboxError
from veche.inbox.models import Answer, Message
from veche.inbox.words import place_of
from veche.journal.domain.record import record
from veche.networks.operations import operation_in
from veche.networks.protocol import Place, Reply, Verb
from veche.networks.registry import NETWORKS, render_reply
from veche.outbox.domain.plan import plan_act
from veche.outbox.models import Act
from veche.staff.models import Person

REMOVED = (MessageState.DELETING, MessageState.DELETED)
BACK = "Комментарий вернули, ответьте под ним. Ваш ответ цел."
NO_NUMBER = "Сеть не назвала номера записи, поэтому программа под ней не напишет."


def answer_on_post(*, message: Message, by: Person, text: str) -> Answer:
    """Answer a deleted comment by a comment on its post; where no key can write it, by a card for a person.

    Raises `InboxError`; the writer keeps the text then. The state of the comment does not change.
    """
    written = render_reply(message.account.network, text)
    if written.problems:
        raise InboxError(written.problems[0].sentence)
    with transaction.atomic():
        locked = locked_message(message)
        if twin := twin_of(locked, written.text):
            return twin
        if locked.private or locked.ours or locked.state not in REMOVED:
            raise InboxError(BACK)
        if why := why_not_on_post(locked):
            raise InboxError(f"{why} Ваш ответ цел.")
        act = _act(locked, written.text, by)
        made = Answer.objects.create(
            administration_id=locked.administration_id, message=locked, text=written.text, author=by, act=act
        )
        record(
            administration=locked.administration,
            actor=by,
            verb="comment.answered_on_post",
            obj=locked,
            facts={"act": act.pk},
        )
    return made


def why_not_on_post(message: Message) -> str:
    """Why nobody can comment on the post above the comment, a sentence; "" if somebody can.

    No query for a row that `with_post` annotated, with account, conversation and administration.
    """
    if place_of(message.account.network, message.conversation.post_id) is Place.SUGGESTED:
        return UNANSWERED
    return why_nobody_waits(message)


def on_post_by_hand(message: Message) -> str:
    """Why a person must write the comment in the network, a sentence; "" if a key can."""
    if lacks_number(message):
        return NO_NUMBER
    place = place_of(message.account.network, message.conversation.post_id)
    ability = ability_of(message.account, operation_in(Verb.REPLY, place))
    return why_by_hand(ability, "Напишите под записью в самой сети.")


def lacks_number(message: Message) -> bool:
    """Whether the id is missing that a comment on the post needs."""
    post, in_group = message.conversation, NETWORKS[message.account.network].proof.by_linked_group
    return not post.post_id or (in_group and not post.thread_id)


def _act(message: Message, text: str, by: Person) -> Act:
    post = message.conversation
    return plan_act(
        account=message.account,
        intent=f"reply_on_post:{message.pk}:{message.answers.count() + 1}",
        title=text,
        act=Reply(post_id=post.post_id, comment_id="", text=text, thread_id=post.thread_id),
        by=by,
        card_reason=on_post_by_hand(message),
    )
