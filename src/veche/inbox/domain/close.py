from django.db import transaction

from veche.inbox.domain.meanwhile import answered_since
from veche.inbox.domain.private import settle
from veche.inbox.enums import MessageState
from veche.inbox.errors import InboxError
from veche.inbox.models import Conversation, Message
from veche.journal.domain.record import record
from veche.staff.models import Person


def close(*, message: Message, by: Person) -> None:
    """«Ответ не нужен»: close the private conversation until the resident writes again. Raises `InboxError`."""
    if not message.private:
        raise InboxError("Так закрывают только личные сообщения. О комментарии решите справа: ничего не изменилось.")
    with transaction.atomic():
        Conversation.objects.of(message.administration_id).select_for_update().get(pk=message.conversation_id)
        rows = Message.objects.of(message.administration_id).select_for_update(of=("self",))
        locked = rows.select_related("conversation", "administration").get(pk=message.pk)
        if locked.state == MessageState.ANSWERED and (who := answered_since(locked, 0)):
            raise InboxError(f"Пока вы смотрели, на это ответили: {who}. Закрывать нечего.")
        if locked.state != MessageState.NEW or locked.ours:
            return
        settle(locked, MessageState.CLOSED)
        record(administration=locked.administration, actor=by, verb="message.closed", obj=locked.conversation, facts={})
