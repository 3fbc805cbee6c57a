from django.db.models import IntegerChoices, TextChoices


class CaseState(TextChoices):
    ROUTING = "routing", "не передали отделу"
    ASKED = "asked", "готовит отдел"
    DRAFT = "draft", "отдел прислал черновик"
    INTERIM = "interim", "ответили промежуточно"
    UNSENT = "unsent", "ответ не вышел"
    ANSWERED = "answered", "ответили"
    CLOSED = "closed", "закрыли без ответа"
    MERGED = "merged", "вошло в другое дело"


ENDED = frozenset({CaseState.ANSWERED, CaseState.CLOSED, CaseState.MERGED})
OPEN = frozenset(CaseState) - ENDED


class WhyClosed(TextChoices):
    """Why no answer is owed. «Критика» and «неконструктивно» are no reasons."""

    INSULT = "insult", "одно оскорбление, вопроса в нём нет"
    NO_REPLIES = "no_replies", "автор не принимает ответы"
    BEFORE = "before", "уже ответили в другом месте"
    NO_QUESTION = "no_question", "это не вопрос"
    GONE = "gone", "комментария больше нет"
    NOT_OURS = "not_ours", "не наше, сказали чьё"


# Closed by an answer that says whose it is, never without one.
BY_ANSWER = WhyClosed.NOT_OURS


# Why a person waves a proposed question away.
WAVED_FOR = (WhyClosed.NO_QUESTION, WhyClosed.INSULT, WhyClosed.NO_REPLIES, WhyClosed.BEFORE)


class QuestionState(TextChoices):
    WAITING = "waiting", "ждёт решения"
    ACCEPTED = "accepted", "в деле"
    WAVED = "waved", "ответ не нужен"
    ELSEWHERE = "elsewhere", "решили в другом месте"


class StepKind(TextChoices):
    """What happened to a case. The reminders are the program's."""

    OPENED = "opened", "открыли дело"
    ADDED = "added", "добавили похожие"
    TAKEN_OUT = "taken_out", "вынесли комментарий в другое дело"
    CHANGED = "changed", "поправили"
    ASKED = "asked", "передали отделу"
    DRAFT = "draft", "отдел прислал черновик"
    RETURNED = "returned", "вернули отделу"
    REMINDED = "reminded", "прошло три четверти срока"
    DUE = "due", "срок вышел"
    TO_HEAD = "to_head", "показали Главе"
    INTERIM = "interim", "ответили промежуточно"
    ANSWERED = "answered", "ответили"
    NOT_OURS = "not_ours", "ответили, чьё это"
    UNSENT = "unsent", "ответ не вышел, дело открыто снова"
    SENT = "sent", "ответ всё-таки вышел"
    CLOSED = "closed", "закрыли без ответа"
    MERGED = "merged", "соединили с другим делом"
    ASK_HELPED = "ask_helped", "спросили, помогло ли"
    HELPED = "helped", "ответ помог"
    NUMBERED = "numbered", "записали номер другой системы"
    NOT_HELPED = "not_helped", "ответ не помог, открыли снова"


class System(TextChoices):
    """Other systems that give a question a number and a deadline; no API of theirs is known."""

    INCIDENT = "incident", "«Инцидент»"
    POS = "pos", "ПОС"


class RowOutcome(TextChoices):
    """What becomes of a row of a table from another system."""

    NEW = "new", "новое дело"
    FROM_COMMENT = "comment", "дело из комментария"
    JOINS = "joins", "номер встанет в дело"
    OTHER_TERM = "term", "сменится срок"
    KNOWN = "known", "уже есть"
    TWICE = "twice", "дважды в файле"
    REFUSED = "refused", "не возьмём"

    @property
    def writes(self) -> bool:
        return self in {RowOutcome.NEW, RowOutcome.FROM_COMMENT, RowOutcome.JOINS, RowOutcome.OTHER_TERM}


class Reach(IntegerChoices):
    """How far the reminders of the present term have come."""

    NOBODY = 0, "никому"
    REMINDED = 1, "напомнили пресс-службе"
    DUE = 2, "знает начальник пресс-службы"
    HEAD = 3, "знает Глава"


class How(TextChoices):
    """Where an answer to several comments stands."""

    EACH = "each", "каждому под его словами"
    ONE = "one", "одним ответом под записью"
