"""Proposed questions made ready for a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from veche.cases.domain.judge_questions import Accepted
from veche.cases.domain.question_groups import Group
from veche.cases.enums import WhyClosed
from veche.cases.models import Case, Question
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.kit.excerpts import excerpt
from veche.kit.moments import briefly
from veche.morphology.numerals import counted
from veche.routing.importance import REASONS
from veche.routing.topics import topics

SHOWN, LONGEST, SHORTER = 3, 220, 110


@dataclass(frozen=True, slots=True)
class QuestionComment:
    pk: int
    network: str
    name: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A group. `more`: comments not shown. `suspect`: screening proposes to delete one. `gone`: all are deleted.

    `into`: the open case.
    """

    key: int
    topic: str
    first: QuestionComment
    others: tuple[QuestionComment, ...]
    more: int
    urgent: str
    suspect: bool
    gone: bool
    into: Case | None


@dataclass(frozen=True, slots=True)
class Section:
    department: str
    number: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Waved:
    pk: int
    text: str
    why: str
    who: str
    when: str


def sections(groups: Sequence[Group], zone: str) -> list[Section]:
    """By department, as the groups are ordered."""
    found: list[Section] = []
    for department, members in groupby(groups, key=lambda one: one.first.department):
        rows = tuple(_row(one, zone) for one in members)
        found.append(Section(str(department or ""), len(found) + 1, rows))
    return found


def _row(group: Group, zone: str) -> Row:
    known = topics().get(group.first.topic)
    first, *others = group.questions
    seen = dict.fromkeys(reason for one in group.questions for reason in one.reasons if reason in REASONS)
    return Row(
        key=group.key,
        topic=known.name if known else "",
        first=_comment(first, zone, LONGEST),
        others=tuple(_comment(one, zone, SHORTER) for one in others[:SHOWN]),
        more=max(0, len(others) - SHOWN),
        urgent=", ".join(REASONS[one] for one in seen),
        suspect=any(_is_suspect(one.message) for one in group.questions),
        gone=all(one.message.state != MessageState.NEW for one in group.questions),
        into=group.into,
    )


def _is_suspect(message: Message) -> bool:
    return message.state == MessageState.NEW and message.suspect and not message.heeded


def _comment(question: Question, zone: str, longest: int) -> QuestionComment:
    one = question.message
    text = excerpt(one.text, longest) or "снимок без слов"
    return QuestionComment(one.pk, one.account.network, one.author, briefly(one.at, zone), text)


def waved(rows: Sequence[Question], zone: str) -> list[Waved]:
    return [
        Waved(
            one.pk,
            excerpt(one.message.text, SHORTER) or "снимок без слов",
            str(WhyClosed(one.why).label),
            str(one.by or ""),
            briefly(one.decided_at, zone) if one.decided_at else "",
        )
        for one in rows
    ]


def waved_in_words(number: int) -> str:
    if not number:
        return "Об этом уже решили. Ничего не изменилось."
    said = counted(number, "комментарий ответа не ждёт", "комментария ответа не ждут", "комментариев ответа не ждут")
    return f"Больше {said}. Передумали — верните внизу страницы."


def accepted_in_words(done: Accepted) -> str:
    if not (done.opened or done.extended):
        return "Об этом уже решили. Ничего не изменилось."
    parts = []
    if done.opened:
        parts.append(f"Завели {counted(done.opened, 'дело', 'дела', 'дел')}.")
    if done.extended:
        parts.append(f"Дополнили {counted(done.extended, 'дело', 'дела', 'дел')}.")
    if done.asked:
        parts.append(f"Передали отделам: {done.asked}.")
    if done.unrouted:
        why = "Отдел не выбран, или за него сегодня никто не отвечает: решите в деле."
        parts.append(f"Не передали: {done.unrouted}. {why}")
    return " ".join(parts)
