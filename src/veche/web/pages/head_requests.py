"""«Сегодня» of the Head and of deputies: what they asked, what is late, and how soon departments answer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from veche.kit.excerpts import excerpt
from veche.kit.menu import set_count
from veche.kit.moments import spoken, until
from veche.morphology.numerals import form, in_words
from veche.requests.domain.lateness import is_late
from veche.requests.domain.numbers import DepartmentNumbers, numbers
from veche.requests.domain.queries import RequestsForHead, for_deputy, for_head
from veche.requests.enums import Reach
from veche.requests.lines import WAITS_FOR_PRESS, face, who
from veche.requests.models import Request
from veche.staff.models import Person
from veche.web.pages.head import HeadLine
from veche.web.pages.row import Row, Verb
from veche.web.questions import DEPARTMENT, LATE, ask_url

NAMED = 3
DEPARTMENTS_SHOWN = 6
# What a headline has room for.
QUOTE = 70


@dataclass(frozen=True, slots=True)
class AskedDepartments:
    """Departments asked lately: those that were late at least once, and the others."""

    late: list[Row]
    in_time: list[Row]


@dataclass(frozen=True, slots=True)
class ForTheHead:
    """The line about departments; what the Head asked, answers first; `headline` while an answer is unread."""

    line: HeadLine
    asked: list[Row]
    headline: str
    departments: AskedDepartments


@dataclass(frozen=True, slots=True)
class ForDeputy:
    """Late requests below the deputy's office, and what the deputy asked; `headline` while an answer is unread."""

    late: list[Row]
    asked: list[Row]
    headline: str


def for_the_deputy(me: Person) -> ForDeputy:
    """Requests below a deputy's office, and the deputy's own. One query."""
    found = for_deputy(me)
    late = [_below(one) for one in found.open if is_late(one)]
    return ForDeputy(late=late, asked=_asked_by(me, found), headline=_headline(found.unread))


def for_the_head(request: HttpRequest, me: Person) -> ForTheHead:
    """The Head's view of requests. Two queries; the first counts for the menu too."""
    found = for_head(me)
    late = [one for one in found.open if is_late(one)]
    set_count(request, "requests", sum(one.reach == Reach.HEAD for one in late))
    return ForTheHead(
        line=_line(late),
        asked=_asked_by(me, found),
        headline=_headline(found.unread),
        departments=_departments(numbers(me.administration)[:DEPARTMENTS_SHOWN]),
    )


def _asked_by(me: Person, found: RequestsForHead) -> list[Row]:
    """What the person asked, answers first."""
    answered = {one.pk for one in found.unread}
    waiting = [_asked(one, me) for one in found.open if one.asked_by_id == me.pk and one.pk not in answered]
    return [*(_answered(one) for one in found.unread), *waiting]


def _headline(unread: Sequence[Request]) -> str:
    if not unread:
        return ""
    if len(unread) > 1:
        return f"Ответили на ваши вопросы: {len(unread)}"
    return f"Ответили на ваш вопрос: {excerpt(unread[0].title, QUOTE)}"


def _line(late: Sequence[Request]) -> HeadLine:
    names = Counter(one.addressee for one in late).most_common()
    more = len(names) - NAMED
    rest = ", ".join(f"{name} {number}" for name, number in names[:NAMED]) + (f" и ещё {more}" if more > 0 else "")
    number = in_words(len(late), "поручение", "поручения", "поручений", gender="Neut")
    return HeadLine(
        good=not late,
        what=f"Отделы: не ответили в срок на {number}" if late else "Отделы: отвечают в срок",
        rest=rest or "Просроченных поручений нет",
        url=f"{reverse('requests:list')}?show={'late' if late else 'open'}",
        verb="Посмотреть",
        ask_url=_asking(late),
        short="отделы опаздывают с ответом",
    )


def _asking(late: Sequence[Request]) -> str:
    """A question about the one late request to whoever is late with it, or a question to anybody."""
    if len(late) != 1:
        return ask_url(DEPARTMENT, None, "")
    [one] = late
    return ask_url(LATE, one.pk, f"d{one.department_id}" if one.department_id else "press")


def _below(one: Request) -> Row:
    """A late request of a department under a deputy head, or a late answer to the deputy."""
    url = reverse("requests:detail", args=(one.pk,))
    said = f"ждали {spoken(one.due_at, one.administration.time_zone)}"
    verbs = (Verb("Посмотреть", url), Verb("Спросить", _asking([one])))
    return Row(what=one.title, icon="clock-exclamation", tone="bad", say=said, rest=who(one), url=url, verbs=verbs)


def _asked(one: Request, me: Person) -> Row:
    icon, tone, word = face(one, above=me)
    # «ждут пресс-службу» names it already: only a person is added.
    named = who(one) if word != WAITS_FOR_PRESS else str(one.person or "")
    rest = ", ".join(filter(None, (named, until(one.due_at, one.administration.time_zone))))
    url = reverse("requests:detail", args=(one.pk,))
    return Row(what=one.title, icon=icon, tone=tone, say=word, rest=rest, url=url)


def _answered(one: Request) -> Row:
    url, answer = reverse("requests:detail", args=(one.pk,)), one.answer or ""  # type: ignore[attr-defined] # annotated
    said = excerpt(answer, QUOTE).removesuffix(".")
    return Row(
        what=one.title,
        icon="message-question",
        tone="ok",
        say=f"ответили: {said}" if said else "ответили",
        rest=who(one),
        url=url,
        verbs=(Verb("Прочитать", url),),
    )


def _departments(shown: Sequence[DepartmentNumbers]) -> AskedDepartments:
    return AskedDepartments(
        late=[_department(one) for one in shown if one.late],
        in_time=[_department(one) for one in shown if not one.late],
    )


def _department(one: DepartmentNumbers) -> Row:
    late = form(one.late, "опоздание", "опоздания", "опозданий")
    return Row(
        what=one.name,
        icon="clock-exclamation" if one.late else "circle-check",
        tone="warn" if one.late else "ok",
        bar=one.share,
        say=f"{one.late} {late} из {one.asked}" if one.late else f"без опозданий, просили {one.asked}",
        rest="ещё не отвечали" if one.minutes is None else f"обычно за {one.usual}",
        url=f"{reverse('requests:list')}?department={one.pk}",
        verbs=(Verb("Спросить", ask_url(DEPARTMENT, None, f"d{one.pk}")),),
    )


def headline_of(number: int, *, only_texts: bool) -> str:
    """«Ждут вас два текста», of other things too «два решения»; empty for none."""
    if not number:
        return ""
    texts = in_words(number, "текст", "текста", "текстов", gender="Masc")
    what = texts if only_texts else in_words(number, "решение", "решения", "решений", gender="Neut")
    return f"{form(number, 'Ждёт', 'Ждут', 'Ждут')} вас {what}"
