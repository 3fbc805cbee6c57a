from django.db import transaction
from django.utils.translation import gettext as _

from veche.inbox.enums import MessageState
from veche.inbox.errors import InboxError
from veche.inbox.models import Answer, Message
from veche.journal.domain.record import record
from veche.networks.protocol import Reply
from veche.networks.registry import NETWORKS
from veche.outbox.domain.plan import plan_act
from veche.staff.models import Person

ANSWERABLE = (MessageState.NEW, MessageState.KEPT, MessageState.ANSWERED)


def answer(*, message: Message, by: Person, text: str) -> Answer:
    """Answer in the account's own name. Raises `InboxError`; the text stays with the writer then."""
    written = NETWORKS[message.account.network].render_reply(text)
    if written.problems:
        raise InboxError(written.problems[0].sentence)
    with transaction.atomic():
        locked: Message = Message.objects.of(message.administration_id).select_for_update().get(pk=message.pk)
        if locked.state not in ANSWERABLE or locked.ours:
            raise InboxError(_("Комментария уже нет, отвечать не на что. Ваш ответ цел: скопируйте его, если нужен."))
        number = locked.answers.count() + 1
        act = plan_act(
            account=locked.account,
            intent=f"reply:{locked.pk}:{number}",
            title=text.strip(),
            act=Reply(
                post_id=locked.conversation.post_id,
                comment_id=locked.remote_id,
                text=written.text,
                thread_id=locked.conversation.thread_id,
            ),
            by=by,
        )
        made = Answer.objects.create(
            administration_id=locked.administration_id, message=locked, text=written.text, author=by, act=act
        )
        locked.state = MessageState.ANSWERED
        locked.save(update_fields=("state",))
        record(
            administration=locked.administration, actor=by, verb="comment.answered", obj=locked, facts={"act": act.pk}
        )
    return made
