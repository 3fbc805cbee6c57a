"""What a request can ask for, and what it can be about. Rooms above register their kinds in their own `apps.py`.

This room keeps a kind's slug and the id of its subject, and asks nothing else about them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from veche.requests.models import Request
from veche.staff.models import Administration, Person


@dataclass(frozen=True, slots=True)
class Subject:
    """What a request is about, as its page names it: a link to a page of another room.

    `goes_out_at`: when it is to be published, if it is a publication.
    """

    title: str
    url: str
    goes_out_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The form of a new request before anybody has typed. `department_id`: whom it would go to, if that is known."""

    title: str
    text: str
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """Something that an answer must say. `is_tip`: a sentence about the words that stand there."""

    word: str
    is_met: bool
    is_tip: bool = False


def nothing_is_known(_administration: Administration, _subject_id: int) -> Subject | None:
    return None


def nothing_is_drafted(_administration: Administration, _subject_id: int) -> Draft | None:
    return None


def no_text(_request: Request, _person: Person) -> str:
    return ""


def nothing_is_needed(_text: str) -> Sequence[Need]:
    return ()


def nothing_follows(_request: Request) -> None:
    pass


@dataclass(frozen=True, slots=True)
class RequestKind:
    """`title` names the act («проверить факты»), `button` what the department presses.

    `is_offered`: «Поручить» offers it. `is_question`: only those above the press service ask it. `subject`: finds what
    the id means in an administration, None if there is no such thing. `draft`: fills «Поручить» about a subject, also
    of a kind that is not offered; None if nothing is to be asked. `on_answer`: called in the transaction of each
    answer. `wants_files`: an answer may consist of files alone. `page`: where a request with a subject is answered
    instead of on its own page. `text_page`: where this person reads the text that it is about and suggests other
    words; "" if nowhere. `needs`: what the words of an answer must say; nothing is refused for it. `told_as`: what
    letters and the bot call it, with `{subject}`, where its title quotes residents; "": its title.
    """

    slug: str
    title: str
    button: str
    icon: str
    hint: str = ""
    wants_files: bool = False
    subject: Callable[[Administration, int], Subject | None] = nothing_is_known
    draft: Callable[[Administration, int], Draft | None] = nothing_is_drafted
    on_answer: Callable[[Request], None] = nothing_follows
    order: int = 100
    is_offered: bool = True
    is_question: bool = False
    page: Callable[[Request], str] | None = None
    text_page: Callable[[Request, Person], str] = no_text
    needs: Callable[[str], Sequence[Need]] = nothing_is_needed
    told_as: str = ""


_kinds: dict[str, RequestKind] = {}


def register(kind: RequestKind) -> None:
    """Add a kind; one with the same slug replaces the earlier."""
    _kinds[kind.slug] = kind


def kinds() -> list[RequestKind]:
    return sorted(_kinds.values(), key=lambda one: (one.order, one.slug))


def answered_elsewhere() -> Q:
    """Filter for requests that have an `own_page`."""
    return Q(kind__in=[one.slug for one in kinds() if one.page is not None], subject_id__isnull=False)


def own_page(request: Request) -> str:
    """The address where the request is answered, if that is another room's page; else ""."""
    page = kind_of(request.kind).page
    return page(request) if page is not None and request.subject_id is not None else ""


def question_about(
    slug: str, subject: Callable[[Administration, int], Subject | None] = nothing_is_known
) -> RequestKind:
    """A question of the Head or a deputy about something; it is asked from the page that shows it."""
    return RequestKind(
        slug,
        "ответить на вопрос",
        "Ответить",
        "message-question",
        subject=subject,
        is_offered=False,
        is_question=True,
    )


def told_title(request: Request) -> str:
    """The title for letters and the bot, which carry no words of residents."""
    told_as = kind_of(request.kind).told_as
    return told_as.format(subject=request.subject_id) if told_as else request.title


def kind_of(slug: str) -> RequestKind:
    """The kind; one that no room registers any more keeps its slug as its title."""
    return _kinds.get(slug, RequestKind(slug, slug, "Ответить", "clipboard-list"))


register(
    RequestKind(
        "material",
        "прислать материал",
        "Прислать",
        "camera",
        hint="Фото, видео, документы и пара слов о них.",
        wants_files=True,
        order=1,
    )
)
register(RequestKind("facts", "проверить факты", "Проверить", "eye", hint="Даты, цифры, имена, адреса.", order=2))
register(
    RequestKind(
        "agree", "согласовать текст", "Согласовать", "checks", hint="Отдел отвечает за то, что написано.", order=3
    )
)
register(
    RequestKind("plan", "предложить в план", "Предложить", "calendar-plus", hint="О чём рассказать и когда.", order=4)
)
register(question_about("question"))
