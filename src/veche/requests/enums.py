from django.db.models import IntegerChoices, TextChoices


class RequestState(TextChoices):
    ASKED = "asked", "ждёт отдел"
    QUESTION = "question", "просят уточнить"
    ANSWERED = "answered", "прислали, примите"
    RETURNED = "returned", "вернули с замечанием"
    REFUSED = "refused", "ответили: не наше"
    ACCEPTED = "accepted", "приняли"
    WITHDRAWN = "withdrawn", "отозвали"
    OVER = "over", "закрылось"


class Side(TextChoices):
    """Who must act next."""

    DEPARTMENT = "department", "отдел"
    PRESS = "press", "пресс-служба"
    NOBODY = "nobody", "никто"


DEPARTMENTS_MOVE = frozenset({RequestState.ASKED, RequestState.RETURNED})
PRESS_MOVE = frozenset({RequestState.QUESTION, RequestState.ANSWERED, RequestState.REFUSED})
CLOSED = frozenset({RequestState.ACCEPTED, RequestState.WITHDRAWN, RequestState.OVER})
OPEN = frozenset(RequestState) - CLOSED
# A department that has asked a question may answer without waiting for the reply.
CAN_BE_ANSWERED = DEPARTMENTS_MOVE | {RequestState.QUESTION}


class RemarkKind(TextChoices):
    """What a line of the thread says. The first five of a department, the rest of the press service or the program."""

    NOTE = "note", "написали"
    ANSWER = "answer", "ответили"
    QUESTION = "question", "попросили уточнить"
    TIME = "time", "попросили время"
    REFUSED = "refused", "ответили: не наше"
    RETURNED = "returned", "вернули с замечанием"
    ACCEPTED = "accepted", "приняли"
    WITHDRAWN = "withdrawn", "отозвали"
    OVER = "over", "закрылось"
    READDRESSED = "readdressed", "передали"
    HANDED_OVER = "handed_over", "передали, отдел уходит в архив"
    MOVED = "moved", "сменили срок"
    REMINDED = "reminded", "напомнили"
    DUE = "due", "срок вышел"
    TO_PRESS_HEAD = "to_press_head", "сказали начальнику пресс-службы"
    TO_HEAD = "to_head", "показали Главе"


class Reach(IntegerChoices):
    """How far the reminders of one term have come."""

    NOBODY = 0, "никому"
    REMINDED = 1, "напомнили отделу"
    DUE = 2, "срок вышел"
    PRESS_HEAD = 3, "знает начальник пресс-службы"
    HEAD = 4, "видит Глава"
