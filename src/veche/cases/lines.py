"""Cases made ready for a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from veche.cases.domain.helped import Share
from veche.cases.domain.terms import settings_of
from veche.cases.enums import CaseState, StepKind, WhyClosed
from veche.cases.models import Case, CaseStep, ForeignNumber
from veche.inbox.domain.on_post import on_post_by_hand, why_not_on_post
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Message
from veche.inbox.words import where
from veche.kernel import clock
from veche.kit.moments import briefly, date_and_hour, lasts_at_work, spoken
from veche.morphology.numerals import counted
from veche.outbox.enums import ActState
from veche.outbox.words import word_of
from veche.requests.domain.deadlines import between
from veche.requests.enums import RequestState
from veche.routing.importance import REASONS
from veche.routing.topics import topics

_SOON = timedelta(hours=2)
_FACES = {
    CaseState.ROUTING: ("share-3", "warn"),
    CaseState.ASKED: ("progress", ""),
    CaseState.DRAFT: ("pencil", "warn"),
    CaseState.INTERIM: ("hourglass", ""),
    CaseState.UNSENT: ("alert-triangle", "bad"),
    CaseState.ANSWERED: ("check", "ok"),
    CaseState.CLOSED: ("x", ""),
    CaseState.MERGED: ("git-merge", ""),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    pk: int
    title: str
    about: str
    who: str
    due: str
    icon: str
    tone: str
    word: str
    raised: bool


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment of the case. `pk`: of the message. `fate`: what became of it; "" while it waits.

    `left`: why it gets no answer, a sentence.
    """

    pk: int
    network: str
    name: str
    when: str
    text: str
    fate: str
    left: str


@dataclass(frozen=True, slots=True)
class OnPost:
    """A post on which the answer stands. `never`: why it cannot; `by_hand`: why a person must write it; both or ""."""

    network: str
    where: str
    never: str
    by_hand: str


@dataclass(frozen=True, slots=True)
class Step:
    when: str
    did: str
    who: str
    tone: str


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer of ours with its fate. `url`: where it stands in the network; `card`: the act that waits for a person,
    or 0."""

    network: str
    state: str
    word: str
    when: str
    url: str
    reason: str
    message: int
    card: int


def row(case: Case, comments: int, *, is_unsent: bool) -> Row:
    """`comments`: their number."""
    icon, tone, word = face(case, is_unsent=is_unsent)
    topic = topic_name(case)
    number = counted(comments, "комментарий", "комментария", "комментариев")
    return Row(
        pk=case.pk,
        title=case.title,
        about=f"{number}, {topic}" if topic else number,
        who=str(case.department or "отдел не выбран"),
        due=spoken(case.closed_at or case.due_at, case.administration.time_zone),
        icon=icon,
        tone=tone,
        word=word,
        raised=case.raised,
    )


def topic_name(case: Case) -> str:
    known = topics().get(case.topic)
    return known.name if known else ""


def face(case: Case, *, is_unsent: bool) -> tuple[str, str, str]:
    """Icon, tone and word of a case's state, as the list shows it."""
    if case.is_open and case.state != CaseState.UNSENT and case.due_at < clock.now():
        return "clock-exclamation", "bad", _late_by(case)
    if case.state == CaseState.ASKED and case.request and case.request.state == RequestState.REFUSED:
        return "arrow-back-up", "warn", "отдел ответил: не наше"
    if case.state == CaseState.ASKED and case.request and case.request.state == RequestState.QUESTION:
        return "message-question", "warn", "отдел ждёт вашего слова"
    if is_unsent and (case.state == CaseState.ANSWERED or case.why_closed == WhyClosed.NOT_OURS or case.interim_at):
        return "alert-triangle", "bad", "ответ вышел не всем"
    if case.why_closed == WhyClosed.NOT_OURS:
        return "share-3", "", f"не наше: {case.whose}"
    icon, tone = _FACES[CaseState(case.state)]
    return icon, tone, str(CaseState(case.state).label)


def _late_by(case: Case) -> str:
    late = between(case.due_at, clock.now(), case.administration)
    return f"опаздывает на {lasts_at_work(late)}" if late >= timedelta(minutes=1) else "срок вышел"


def share(found: Share) -> str:
    """How many answers helped; "" while nobody has said."""
    if not (whole := found.yes + found.no):
        return ""
    return f"За 90 дней ответ помог: {found.yes} из {whole} ({round(100 * found.yes / whole)} %)."


def term(case: Case, foreign: Sequence[ForeignNumber] = ()) -> tuple[str, str, str]:
    """Tone, headline and explanation of the clock; the headline is empty for an ended case."""
    if not case.is_open:
        return "", "", ""
    zone, moment = case.administration.time_zone, clock.now()
    whole = _whole_term(case, foreign)
    if case.due_at < moment:
        return "bad", f"Ждали ответа {spoken(case.due_at, zone)}", whole
    left = between(moment, case.due_at, case.administration)
    tone = "warn" if left < _SOON else ""
    return tone, f"Ответить: {spoken(case.due_at, zone)}", f"осталось {lasts_at_work(left)}; {whole}"


def _whole_term(case: Case, foreign: Sequence[ForeignNumber]) -> str:
    terms = settings_of(case.administration)
    held = next((one for one in foreign if one.due_at == case.due_at), None)
    if held is not None:
        return f"такой срок там, где стоит {held}"
    if case.interim_at:
        days = counted(terms.interim_days, "рабочий день", "рабочих дня", "рабочих дней")
        return f"после промежуточного ответа {days}, не считая его дня"
    hours = terms.raised_hours if case.raised else terms.answer_hours
    return f"на ответ {counted(hours, 'рабочий час', 'рабочих часа', 'рабочих часов')}, обед и ночь не в счёт"


def numbers(rows: Sequence[ForeignNumber], zone: str) -> list[tuple[str, str]]:
    """System and «№ 54-118, там ждут до 26 ноября, 18:00»."""
    return [
        (
            str(one.get_system_display()),
            f"№ {one.number}" + (f", там ждут до {date_and_hour(one.due_at, zone)}" if one.due_at else ""),
        )
        for one in rows
    ]


def waiting(messages: list[Message]) -> str:
    """«14 жителей ждут одного ответа»; an author without an id counts as a person."""
    number = people(messages)
    return f"{counted(number, 'житель ждёт', 'жителя ждут', 'жителей ждут')} одного ответа" if number > 1 else ""


def people(messages: Sequence[Message]) -> int:
    """How many authors they have."""
    return len({(one.account_id, one.author_id or one.author_name or one.pk) for one in messages})


def why_raised(case: Case) -> str:
    return ", ".join(REASONS[one] for one in case.reasons if one in REASONS)


def comment_lines(messages: list[Message], zone: str, left: Mapping[int, str] | None = None) -> list[CommentLine]:
    """`left`: why comments get no answer, by their ids."""
    return [_comment_line(one, zone, (left or {}).get(one.pk, "")) for one in messages]


def _comment_line(one: Message, zone: str, left: str) -> CommentLine:
    text = one.text or "снимок без слов"
    return CommentLine(one.pk, one.account.network, one.author, briefly(one.at, zone), text, _fate(one), left)


def on_posts(deleted: Sequence[Message]) -> list[OnPost]:
    """`deleted`: one comment of each post."""
    return [OnPost(one.account.network, where(one), why_not_on_post(one), on_post_by_hand(one)) for one in deleted]


def _fate(message: Message) -> str:
    return "" if message.state == MessageState.NEW else str(MessageState(message.state).label)


def steps(rows: list[CaseStep], zone: str) -> list[Step]:
    late = {StepKind.DUE, StepKind.TO_HEAD, StepKind.UNSENT, StepKind.NOT_HELPED}
    return [
        Step(spoken(one.at, zone), str(one.get_kind_display()), str(one.by or ""), "bad" if one.kind in late else "")
        for one in rows
    ]


def sent(rows: list[Answer], zone: str) -> list[Sent]:
    """Those with something to say about their fate first."""
    return [
        Sent(
            one.message.account.network,
            one.act.state,
            word_of(one.act),
            briefly(one.created_at, zone),
            one.act.remote_url,
            one.act.reason,
            one.message_id,
            one.act_id if one.act.state == ActState.BY_HAND else 0,
        )
        for one in sorted(rows, key=lambda one: not one.act.reason)
    ]


def ended(case: Case, *, is_unsent: bool) -> str:
    """What became of an ended case; "" for an open one."""
    if case.is_open:
        return ""
    when = spoken(case.closed_at, case.administration.time_zone) if case.closed_at else ""
    if case.why_closed == WhyClosed.NOT_OURS and not is_unsent:
        return f"Ответили {when}, чьё это: {case.whose}."
    if case.state == CaseState.CLOSED and not case.whose:
        return f"Закрыли {when} без ответа: {WhyClosed(case.why_closed).label}."
    if case.state == CaseState.MERGED:
        return f"Вошло {when} в другое дело."
    return (
        f"Отправили ответ {when}, но он вышел не всем: что делать, сказано у ответа."
        if is_unsent
        else f"Ответили {when}."
    )
