"""Tell people about a request. Verbs call these inside their transaction; the letters follow (`alarms`).

Two kinds of news: that something is asked (the subject is the request), and what was added to its thread (the subject
is the remark). At most one letter tells a person about each.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format

from veche.alarms.domain.notify import notify
from veche.alarms.news import Material, Matter, News, NotTaken, register
from veche.journal.domain.record import record
from veche.kernel.bidi import isolated
from veche.kit.moments import dated
from veche.requests.domain.attach import bring
from veche.requests.domain.duty import answering, duty_of, is_asked
from veche.requests.domain.lateness import is_late
from veche.requests.domain.links import are_allowed, path_for
from veche.requests.domain.thread import add_remark, locked, refuse_stranger
from veche.requests.enums import CAN_BE_ANSWERED, DEPARTMENTS_MOVE, OPEN, RemarkKind, RequestState
from veche.requests.errors import RequestError
from veche.requests.kinds import kind_of, own_page, told_title
from veche.requests.models import Remark, Request
from veche.staff.domain.offices import people_of_office
from veche.staff.domain.roles import people_today
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

SILENCE = "Молчание до срока станет вашим согласием, но не раньше чем через рабочий час после напоминания."
ASKED, THREAD = "requests.asked", "requests.thread"

_TO_DEPARTMENT = {
    RemarkKind.NOTE: "Вам написали по поручению.",
    RemarkKind.RETURNED: "Ответ вернули с замечанием. Новый срок: {due}.",
    RemarkKind.READDRESSED: "Поручение передали вам: {what}. Срок: {due}.",
    RemarkKind.HANDED_OVER: "Поручение передали вам: {what}. Срок: {due}.",
    RemarkKind.REMINDED: "Прошло три четверти срока, ответа ещё нет. Ждут {due}.",
    RemarkKind.DUE: "Срок вышел {due}, ответа нет. Если не успеваете, напишите, когда ждать.",
    RemarkKind.MOVED: "Вам дали время. Новый срок: {due}.",
    RemarkKind.WITHDRAWN: "Поручение отозвали, отвечать больше не нужно.",
}
_TO_PRESS = {
    RemarkKind.NOTE: "{who}: написали по поручению.",
    RemarkKind.ANSWER: "{who}: ответили. Примите или верните с замечанием.",
    RemarkKind.QUESTION: "{who}: просят уточнить. Пока вы не ответите, срок стоит.",
    RemarkKind.TIME: "{who}: просят время до {until}. Пока вы не ответите, срок стоит.",
    RemarkKind.REFUSED: "{who}: ответили, что это не к ним. Передайте другому отделу.",
    RemarkKind.DUE: "{who}: срок вышел {due}, ответа нет.",
    RemarkKind.TO_PRESS_HEAD: "{who}: срок вышел {due}, ответа нет. Решите, ждать, передать другому или отозвать.",
    RemarkKind.TO_HEAD: "{who}: срок вышел {due}, ответа нет и после напоминаний.",
}
# The states in which a remark is still news.
_NEWS_IN: dict[RemarkKind, frozenset[RequestState]] = {
    RemarkKind.ANSWER: frozenset({RequestState.ANSWERED}),
    RemarkKind.QUESTION: frozenset({RequestState.QUESTION}),
    RemarkKind.TIME: frozenset({RequestState.QUESTION}),
    RemarkKind.REFUSED: frozenset({RequestState.REFUSED}),
    RemarkKind.NOTE: OPEN,
    RemarkKind.WITHDRAWN: frozenset({RequestState.WITHDRAWN}),
}


def notify_asked(request: Request, by: Person) -> None:
    """Notify those who answer the request."""
    _tell(request, ASKED, request.pk, answering(request), by)


def notify_department(request: Request, remark: Remark) -> None:
    _tell(request, THREAD, remark.pk, answering(request), remark.author)


def notify_press(request: Request, remark: Remark) -> None:
    """Notify whoever asked. Its heads too if it was the Head, or instead if the asker has left the press service."""
    _tell(request, THREAD, remark.pk, _asker(request), remark.author)


def notify_of_deadline(request: Request, remark: Remark) -> None:
    """Notify those whom this step of the reminders concerns."""
    kind = RemarkKind(remark.kind)
    people = {
        RemarkKind.REMINDED: lambda: answering(request),
        RemarkKind.DUE: lambda: [*answering(request), *_asker(request)],
        RemarkKind.TO_PRESS_HEAD: lambda: _with(request, Role.PRESS_HEAD),
        RemarkKind.TO_HEAD: lambda: _above(request),
    }[kind]()
    _tell(request, THREAD, remark.pk, people, None)


def _tell(request: Request, kind: str, subject: int, people: Iterable[Person], by: Person | None) -> None:
    others = [person for person in dict.fromkeys(people) if person != by]
    if others:
        notify(request.administration_id, kind, subject, others)


def _asker(request: Request) -> list[Person]:
    heads = [] if request.to_press else _with(request, Role.PRESS_HEAD)
    if request.asked_by in [*_with(request, Role.HEAD), *_with(request, Role.DEPUTY_HEAD)]:
        return [request.asked_by, *heads]
    if request.from_head:
        return heads or _with(request, Role.HEAD)
    return [request.asked_by] if request.asked_by in [*_with(request, Role.PRESS_OFFICER), *heads] else heads


def _above(request: Request) -> list[Person]:
    """Whoever acts in the office to which the department reports; the Head if there is nobody."""
    office = request.department.reports_to if request.department else None
    return (people_of_office(office) if office else []) or _with(request, Role.HEAD)


def _with(request: Request, role: Role) -> list[Person]:
    return people_today((role,), request.administration)


def read_asked(administration: Administration, person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    """News of requests that still wait for this person's answer, by id."""
    found = Request.objects.of(administration).filter(pk__in=subjects, state__in=sorted(DEPARTMENTS_MOVE))
    rows = [one for one in found.select_related("department", "person") if is_asked(person, one)]
    zone = administration.time_zone
    return {
        one.pk: _matter(one, person, f"Просим {kind_of(one.kind).title}. Срок: {dated(one.due_at, zone)}.")
        for one in rows
    }


def read_thread(administration: Administration, person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    """Remarks that are still news for this person."""
    found = Remark.objects.of(administration).filter(pk__in=subjects)
    rows = found.select_related("department", "request__department", "request__person")
    said = {one.pk: _said(one, person, administration) for one in rows if _is_news(one)}
    return {one.pk: _matter(one.request, person, said[one.pk]) for one in rows if said.get(one.pk)}


def _is_news(remark: Remark) -> bool:
    return RequestState(remark.request.state) in _NEWS_IN.get(RemarkKind(remark.kind), DEPARTMENTS_MOVE)


def _said(remark: Remark, person: Person, administration: Administration) -> str:
    """The sentence for this person; "" if it is not theirs any more."""
    request, kind = remark.request, RemarkKind(remark.kind)
    to_department = remark.from_press and is_asked(person, request)
    sentences = _TO_DEPARTMENT if to_department else _TO_PRESS
    if kind == RemarkKind.NOTE and remark.from_press and not to_department:
        return ""
    words = {
        "due": dated(request.due_at, administration.time_zone),
        "who": str(remark.department or request.addressee),
        "what": kind_of(request.kind).title,
        "until": date_format(remark.until, "j E") if remark.until else "",
    }
    told = sentences.get(kind, "").format(**words)
    return f"{told} {SILENCE}" if kind == RemarkKind.REMINDED and request.closes_itself else told


def _matter(request: Request, person: Person, sentence: str) -> Matter:
    elsewhere = own_page(request)
    path = elsewhere or reverse("requests:detail", args=[request.pk])
    by_link = request.is_open and not (elsewhere or request.to_press) and is_asked(person, request)
    if by_link and are_allowed(request.administration_id):
        path = path_for(request, person)
    return Matter(
        title=told_title(request),
        lines=(sentence,),
        action="Открыть",
        path=path,
        at=request.due_at,
        late=is_late(request),
        takes=not elsewhere,
        thing=elsewhere or reverse("requests:detail", args=[request.pk]),
    )


def waiting_requests(person: Person) -> list[int]:
    """Requests whose answer is awaited from this person."""
    asked = Q(duty_of(person).asked, to_press=False) | Q(to_press=True)
    rows = Request.objects.of(person.administration_id).filter(closed_at=None, state__in=sorted(DEPARTMENTS_MOVE))
    return [one.pk for one in rows.filter(asked) if is_asked(person, one)]


def take_for_asked(material: Material) -> str:
    """What was sent to the bot in answer to the request."""
    found = Request.objects.of(material.administration).filter(pk=material.subject).first()
    return _take(found, material)


def take_for_thread(material: Material) -> str:
    """What was sent to the bot in answer to a remark."""
    remark = Remark.objects.of(material.administration).filter(pk=material.subject).select_related("request").first()
    return _take(remark.request if remark else None, material)


def _take(request: Request | None, material: Material) -> str:
    """Attach files and words; several messages may bring one answer, so a person sends it on the page."""
    if request is None:
        raise NotTaken("Этого поручения больше нет.")
    try:
        found = locked(request, *CAN_BE_ANSWERED)
        refuse_stranger(found, material.person)
        bring(found, material.person, material.media)
    except RequestError as error:
        raise NotTaken(str(error)) from None
    if material.text.strip():
        told = add_remark(found, RemarkKind.NOTE, by=material.person, text=material.text[:4000])
        notify_press(found, told)
    record(
        administration=found.administration,
        actor=material.person,
        verb="request.noted",
        obj=found,
        facts={"files": len(material.media)},
    )
    title = isolated(told_title(found))
    return f"Приложил к поручению «{title}». Когда всё будет здесь, нажмите «Отправить» на его странице."


def register_news() -> None:
    asked, thread = "поручений вам: {count}", "нового в поручениях: {count}"
    register(News(ASKED, "просят вас", read_asked, several=asked, take=take_for_asked, waiting=waiting_requests))
    register(News(THREAD, "новое в поручении", read_thread, several=thread, take=take_for_thread))
