"""Tell the author how their appeal ended, where a private talk with them is open; the page by number says it anyway."""

from datetime import timedelta
from typing import Final

from veche.appeals.domain.public import address, settings_of
from veche.appeals.domain.ways import talk_with
from veche.appeals.enums import AppealState
from veche.appeals.models import Appeal
from veche.networks.protocol import AnswerMessage
from veche.networks.registry import render_reply
from veche.outbox.domain.plan import plan_act
from veche.outbox.models import Act

WINDOW: Final = timedelta(days=1)
TITLE: Final = "Ответ на жалобу"
WORDS: Final = {
    AppealState.UPHELD: "Другой сотрудник посмотрел и оставил решение.",
    AppealState.OVERTURNED: "Вы правы: решение отменили.",
}


def tell_outcome(appeal: Appeal) -> Act | None:
    """Plan the answer, in the transaction of the decision. None where nothing can be told privately."""
    decision, terms = appeal.decision, settings_of(appeal.administration_id)
    message = decision.message if decision is not None else None
    if message is None or not terms.is_open:
        return None
    talk, _why = talk_with(message, terms)
    if talk is None:
        return None
    said = WORDS[AppealState(appeal.state)]
    words = f"Жалоба № {appeal.ticket.number}. {said}\nПочему: {appeal.reason}\nОтвет есть и здесь: {address(terms)}"
    written = render_reply(talk.account.network, words)
    if written.problems:
        return None
    act = AnswerMessage(peer_id=talk.conversation.peer_id, text=written.text)
    return plan_act(
        account=talk.account, intent=f"appeal:{appeal.pk}", title=TITLE, act=act, by=appeal.decided_by, window=WINDOW
    )
