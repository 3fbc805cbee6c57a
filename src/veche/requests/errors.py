"""Errors of the verbs of requests."""

from veche.kit.moments import spoken
from veche.requests.enums import RequestState
from veche.requests.models import Request

_KEPT = "Ваш текст на месте."


class RequestError(Exception):
    """The message is one sentence for a person: what happened, what was kept, what to do."""


class Conflict(RequestError):
    """Somebody was faster: the request is in another state than the page showed."""

    def __init__(self, request: Request) -> None:
        super().__init__(_meanwhile(request))
        self.request = request


def _meanwhile(request: Request) -> str:
    zone = request.administration.time_zone
    if request.state == RequestState.ANSWERED:
        when = spoken(request.answered_at, zone) if request.answered_at else ""
        return (
            f"На это уже ответили: {request.answered_by}, {when}. {_KEPT} Если есть что добавить, напишите замечанием."
        )
    return _SENTENCES[RequestState(request.state)]


_SENTENCES = {
    RequestState.ASKED: f"Поручение снова ждёт отдел: пока вы смотрели, коллега уже ответил на вопрос. {_KEPT}",
    RequestState.QUESTION: f"Отдел успел спросить, что имеется в виду. {_KEPT} Сначала ответьте на вопрос.",
    RequestState.RETURNED: f"Ответ уже вернули с замечанием, поручение снова ждёт отдел. {_KEPT}",
    RequestState.REFUSED: f"Отдел успел ответить, что это не его дело. {_KEPT} Теперь решает пресс-служба.",
    RequestState.ACCEPTED: f"Ответ уже приняли, поручение закрыто. {_KEPT} Ничего больше не нужно.",
    RequestState.OVER: f"Поручение закрылось без ответа, отвечать больше не нужно. {_KEPT}",
    RequestState.WITHDRAWN: f"Поручение отозвали, отвечать больше не нужно. {_KEPT}",
}
