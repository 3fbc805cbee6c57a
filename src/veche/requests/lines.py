"""Requests made ready for a page: whose move it is, and the deadline in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.text import capfirst

from veche.kernel import clock
from veche.kit.moments import hour, lasts, lasts_at_work, lately, spoken, until
from veche.morphology.numerals import counted
from veche.requests.domain.lateness import is_late, time_left, working_left
from veche.requests.domain.opened import Files
from veche.requests.domain.queries import is_answer_for_asker, waits_for_press
from veche.requests.enums import DEPARTMENTS_MOVE, PRESS_MOVE, Reach, RemarkKind, RequestState
from veche.requests.kinds import RequestKind, kind_of
from veche.requests.models import Attachment, Remark, Request
from veche.staff.models import Person

SOON = timedelta(hours=3)
# What the program writes in the thread.
NOTES = frozenset({RemarkKind.REMINDED, RemarkKind.DUE, RemarkKind.TO_PRESS_HEAD, RemarkKind.TO_HEAD})
_NOTES = {
    RemarkKind.REMINDED: "{when}: напомнили, три четверти срока прошли",
    RemarkKind.DUE: "{when}: срок вышел, сказали отделу и тому, кто поручил",
    RemarkKind.TO_PRESS_HEAD: "{when}: ответа нет, сказали начальнику пресс-службы",
    RemarkKind.TO_HEAD: "{when}: ответа нет, поручение видит Глава",
}
_DONE = {
    RemarkKind.ACCEPTED: "приняли ответ",
    RemarkKind.WITHDRAWN: "отозвали поручение",
    RemarkKind.OVER: "поручение закрылось",
    RemarkKind.READDRESSED: "передали другому отделу",
    RemarkKind.HANDED_OVER: "передали другому отделу",
    RemarkKind.MOVED: "сменили срок",
    RemarkKind.RETURNED: "вернули с замечанием",
    RemarkKind.REFUSED: "ответили: это не к нам",
    RemarkKind.QUESTION: "просят уточнить",
    RemarkKind.TIME: "просят время до {until}",
    RemarkKind.ANSWER: "ответили",
}
# The Head or a deputy must act, because the press service is asked or an answer came: read by both.
_FACES_TO_PRESS = {
    RequestState.QUESTION: ("message-question", "", "ждём, что уточнит {asker}"),
    RequestState.ANSWERED: ("inbox", "ok", "ответ у {whose}"),
    RequestState.REFUSED: ("arrow-back-up", "", "не к нам, решит {asker}"),
    RequestState.ACCEPTED: ("circle-check", "ok", "приняли"),
    RequestState.WITHDRAWN: ("x", "", "отозвали"),
    RequestState.OVER: ("x", "", "закрылось"),
}
# Icon, tone and words of a state for both sides; deadlines have their own.
_FACES = {
    RequestState.QUESTION: ("message-question", "accent", "спрашивают, ответьте"),
    RequestState.ANSWERED: ("inbox", "accent", "прислали, примите"),
    RequestState.REFUSED: ("arrow-back-up", "warn", "не наше: передайте другому"),
    RequestState.ACCEPTED: ("circle-check", "ok", "приняли"),
    RequestState.WITHDRAWN: ("x", "", "отозвали"),
    RequestState.OVER: ("x", "", "закрылось"),
}
_FACES_OF_DEPARTMENT = {
    RequestState.QUESTION: ("message-question", "", "ждём ответа на ваш вопрос"),
    RequestState.ANSWERED: ("inbox", "ok", "ответ у {whose}"),
    RequestState.REFUSED: ("arrow-back-up", "", "пресс-служба передаст другому"),
    RequestState.ACCEPTED: ("circle-check", "ok", "ответ приняли"),
    RequestState.WITHDRAWN: ("x", "", "отозвали, отвечать не нужно"),
    RequestState.OVER: ("x", "", "закрылось, отвечать не нужно"),
}

# The Head or a deputy reads what the press service must act on, or asked it.
_FACES_ABOVE = {
    RequestState.QUESTION: ("message-question", "", "ждут, что уточнит {asker}"),
    RequestState.ANSWERED: ("inbox", "ok", "ответ у {whose}"),
    RequestState.REFUSED: ("arrow-back-up", "warn", "не к ним, решит {asker}"),
}
_FACES_OF_ASKER = {
    RequestState.QUESTION: ("message-question", "accent", "вас просят уточнить"),
    RequestState.ANSWERED: ("inbox", "accent", "ответили, примите"),
    RequestState.REFUSED: ("arrow-back-up", "warn", "не к ним: передайте другому"),
}
_OF_ASKER = {
    RequestState.QUESTION: "вас просят уточнить",
    RequestState.ANSWERED: "ответ пришёл",
    RequestState.REFUSED: "ответили, что это не к ним",
}
WAITS_FOR_PRESS = "ждут пресс-службу"
WAITS_FOR_US = "ждут нас"
ASKS_HERE = "если что, спросит здесь же"


@dataclass(frozen=True, slots=True)
class Row:
    """A request in a list. `due`: the deadline; `icon`, `tone`, `word`: its state or how late it is.

    `asks`: what is asked for, of a question who asks it; `lent`: for whom a substitute answers it.
    """

    pk: int
    title: str
    kind: RequestKind
    asks: str
    who: str
    due: str
    icon: str
    tone: str
    word: str
    is_late: bool
    lent: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under one heading of a list."""

    slug: str
    title: str
    rows: list[Row] = field(default_factory=list)

    @property
    def tone(self) -> str:
        return "bad" if self.slug == "late" else ""


def row(request: Request, *, for_person: Person | None = None, above: Person | None = None) -> Row:
    """`for_person`: whoever answers it reads the row; `above`: the Head or a deputy does."""
    icon, tone, word = face(request, for_department=for_person is not None, above=above)
    zone, kind = request.administration.time_zone, kind_of(request.kind)
    return Row(
        pk=request.pk,
        title=request.title,
        kind=kind,
        asks=f"спрашивает {_who_asks(request)[0]}" if kind.is_question else kind.title,
        who=who(request),
        due=spoken(request.due_at, zone) if is_late(request) else until(request.due_at, zone),
        icon=icon,
        tone=tone,
        word=word,
        is_late=is_late(request),
        lent=_lent(request, for_person) if for_person else "",
    )


def _lent(request: Request, me: Person) -> str:
    """«Отдел транспорта, за отсутствующего»; "" where the person answers in their own right."""
    if request.person_id == me.pk or (request.department_id and request.department_id == me.department_id):
        return ""
    return f"{request.department or request.person}, за отсутствующего"


def asker(request: Request) -> str:
    """Who asks, as the department reads it."""
    return capfirst(_who_asks(request)[0])


def heading(request: Request) -> str:
    """«Глава спрашивает»: above the page of whoever answers."""
    return f"{asker(request)} {'спрашивает' if kind_of(request.kind).is_question else 'просит'}"


def whose(request: Request) -> str:
    """The same in the genitive: to whom the answer goes."""
    return _who_asks(request)[1]


def _who_asks(request: Request) -> tuple[str, str]:
    """Nominative and genitive."""
    if request.from_head:
        return "Глава", "Главы"
    if kind_of(request.kind).is_question:
        return "заместитель Главы", "заместителя Главы"
    return "пресс-служба", "пресс-службы"


def who(request: Request) -> str:
    if request.department is None and not request.to_press:
        return str(request.person)
    return f"{request.addressee}, {request.person}" if request.person else request.addressee


def face(request: Request, *, for_department: bool = False, above: Person | None = None) -> tuple[str, str, str]:
    """Icon, tone and words. `above`: the Head or a deputy who reads them."""
    if request.state not in DEPARTMENTS_MOVE:
        waits_above = request.to_press or (is_answer_for_asker(request) and not for_department)
        faces = _FACES_TO_PRESS if waits_above else _FACES_OF_DEPARTMENT if for_department else _FACES
        if above is not None:
            faces = faces | (_FACES_OF_ASKER if request.asked_by_id == above.pk else _FACES_ABOVE)
        icon, tone, word = faces[RequestState(request.state)]
        return icon, tone, word.format(asker=_who_asks(request)[0], whose=whose(request))
    if is_late(request):
        return "clock-exclamation", "bad", late_by(request)
    if request.state == RequestState.RETURNED:
        return "arrow-back-up", "warn", "вернули с замечанием"
    return _face_of_waiting(request, for_department=for_department)


def _face_of_waiting(request: Request, *, for_department: bool) -> tuple[str, str, str]:
    if files := getattr(request, "files", None):
        return "progress", "", f"приложено: {counted(files, 'файл', 'файла', 'файлов')}"
    if request.reach == Reach.REMINDED:
        return "bell", "warn", "напомнили"
    left = time_left(request)
    if left < SOON:
        return "hourglass", "warn", f"ещё {lasts(left)}"
    if request.to_press:
        return "clock", "", WAITS_FOR_PRESS
    return "clock", "", "ждёт вас" if for_department else "ждём отдел"


def late_by(request: Request) -> str:
    """«опаздывает на 5 ч» of working time; less than an hour in minutes."""
    late = -working_left(request)
    if late >= timedelta(hours=1):
        return f"опаздывает на {late // timedelta(hours=1)}\N{NO-BREAK SPACE}ч"
    minutes = late // timedelta(minutes=1)
    return f"опаздывает на {minutes}\N{NO-BREAK SPACE}мин" if minutes else "срок вышел"


def waits_until(request: Request) -> str:
    """What became of an open question, to whoever asked it: «ответа ждём до 17:00»."""
    zone = request.administration.time_zone
    if request.state not in DEPARTMENTS_MOVE:
        return _OF_ASKER[RequestState(request.state)]
    if is_late(request):
        return f"ответа ждали {until(request.due_at, zone)}"
    return f"ответа ждём {until(request.due_at, zone)}"


def by_day(requests: Sequence[Request], *, for_person: Person | None = None, above: Person | None = None) -> list[Part]:
    """Rows under «Опаздывают», «Сегодня», «Завтра», «Позже», empty ones left out; the order stays."""
    late = "Опаздывает" if for_person else "Опаздывают"
    look = Part("look", "Ждём ответа" if for_person else capfirst(waiting_for(above)))
    askers = [Part("head", "Ждут Главу"), Part("deputy", "Ждут заместителя Главы")]
    days = [Part("today", "Сегодня"), Part("tomorrow", "Завтра"), Part("later", "Позже")]
    parts = [Part("late", late), look, *askers, *days]
    if for_person:  # first what this person must do
        parts = [*parts[:1], *days, look, *askers]
    by_slug = {part.slug: part for part in parts}
    for request in requests:
        by_slug[_part_of(request)].rows.append(row(request, for_person=for_person, above=above))
    return [part for part in parts if part.rows]


def waiting_for(above: Person | None) -> str:
    """Whom what departments sent waits for, in the words of the press service, or of those above it."""
    return WAITS_FOR_PRESS if above else WAITS_FOR_US


def _part_of(request: Request) -> str:
    if waits_for_press(request):
        return "look"
    if request.state in PRESS_MOVE:
        return "head" if request.from_head else "deputy"
    if is_late(request):
        return "late"
    zone = request.administration.time_zone
    ahead = (clock.local(request.due_at, zone).date() - clock.today(zone)).days
    return {0: "today", 1: "tomorrow"}.get(ahead, "later")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the thread. `note`: the program's own words; else who did what when, with text and files."""

    note: str
    who: str
    side: str
    did: str
    when: str
    text: str
    files: list[Attachment]
    is_bad: bool = False


def lines(request: Request, remarks: Sequence[Remark], files: Files) -> list[Line]:
    return [_line(one, request, files.of_remark.get(one.pk, [])) for one in remarks]


def _line(remark: Remark, request: Request, files: list[Attachment]) -> Line:
    zone = request.administration.time_zone
    kind = RemarkKind(remark.kind)
    side = _side(remark, request)
    return Line(
        note=capfirst(_NOTES[kind].format(when=spoken(remark.at, zone))) if kind in NOTES else "",
        who=str(remark.author) if remark.author else "",
        side=side,
        did=_DONE.get(kind, "").format(until=date_format(remark.until, "j E") if remark.until else ""),
        when=lately(remark.at, zone),
        text=remark.text,
        files=files,
        is_bad=kind in NOTES and kind != RemarkKind.REMINDED,
    )


def _side(remark: Remark, request: Request) -> str:
    """Whose words they are: of the department that was asked then, of the Head who asked, or of the press service.

    Whoever archived a department speaks for neither.
    """
    if remark.kind == RemarkKind.HANDED_OVER and remark.author:
        return str(remark.author)
    if not remark.from_press:
        return "Пресс-служба" if request.to_press else str(remark.department or "Отдел")
    return asker(request) if remark.author_id == request.asked_by_id else "Пресс-служба"


def next_step(request: Request) -> str:
    """What happens by itself if nobody answers; "" if nothing will."""
    if request.next_notice_at is None:
        return ""
    when = spoken(request.next_notice_at, request.administration.time_zone)
    said = {
        Reach.NOBODY: "само напомним отделу",
        Reach.REMINDED: "срок выйдет, и мы скажем об этом",
        Reach.DUE: "само уйдёт начальнику пресс-службы",
        Reach.PRESS_HEAD: "само попадёт к Главе",
    }[Reach(request.reach)]
    return capfirst(f"{when} {said}")


def head_of_list(late: int, look: int, opened: int, today: int, above: Person | None = None) -> tuple[str, str]:
    """Title and the line under it."""
    title = f"Поручения: {counted(late, 'опаздывает', 'опаздывают', 'опаздывают')}" if late else "Поручения"
    said = [f"открыто {opened}", f"на сегодня {today}" if today else "", f"{waiting_for(above)} {look}" if look else ""]
    return title, ", ".join(filter(None, said))


def head_of_mine(requests: Sequence[Request], me: Person) -> str:
    """«Отдел культуры: сегодня 2. Отдел транспорта: опаздывает 1»: what is late or due today, by department."""
    own, found = str(me.department or ""), dict[str, Counter[str]]()
    for one in requests:
        name = own if not _lent(one, me) else str(one.department or one.person)
        found.setdefault(name, Counter())[_part_of(one)] += 1
    found.setdefault(own, Counter())
    return ". ".join(_head_of(name, found[name]) for name in sorted(found, key=lambda name: (name != own, name)))


def _head_of(name: str, numbers: Counter[str]) -> str:
    late, today = numbers["late"], numbers["today"]
    said = [f"опаздывает {late}" if late else "", f"сегодня {today}" if today else ""]
    rest = ", ".join(filter(None, said)) or "сегодня ничего не ждут"
    return f"{name}: {rest}" if name else capfirst(rest)


def due_line(request: Request) -> tuple[str, str]:
    """Tone and words of the deadline for the person who answers: «Сегодня до 17:00, осталось 2 ч 50 мин»."""
    zone = request.administration.time_zone
    if is_late(request):
        return "bad", f"Ждали {spoken(request.due_at, zone)}, {late_by(request)}"
    left = time_left(request)
    ahead = (clock.local(request.due_at, zone).date() - clock.today(zone)).days
    if ahead == 0:
        return "warn", f"Сегодня до {hour(request.due_at, zone)}, осталось {lasts(left)}"
    words = until(request.due_at, zone)
    return "", f"{words[:1].upper()}{words[1:]}"


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to an answer. `state`: "done", "now" or "" (later)."""

    what: str
    when: str
    state: str


def what_follows(request: Request) -> list[Step]:
    """The way of an answer that was sent, for whoever sent it; nothing before."""
    if request.state not in (RequestState.ANSWERED, RequestState.ACCEPTED):
        return []
    accepted = request.state == RequestState.ACCEPTED
    look = Step("Ответ приняли", "", "done") if accepted else Step(f"{asker(request)} посмотрит", ASKS_HERE, "now")
    return [Step("Вы прислали", answered_line(request), "done"), look, *_publication(request, accepted=accepted)]


def _publication(request: Request, *, accepted: bool) -> list[Step]:
    """What the request is about, if it is to go out at an hour ahead."""
    if request.subject_id is None:
        return []
    about = kind_of(request.kind).subject(request.administration, request.subject_id)
    if about is None or about.goes_out_at is None or about.goes_out_at <= clock.now():
        return []
    when = spoken(about.goes_out_at, request.administration.time_zone)
    return [Step("Запись по плану выйдет", f"{when}: {about.title}", "now" if accepted else "")]


def answered_line(request: Request) -> str:
    """«на 2 ч 48 мин раньше срока»."""
    at: datetime | None = request.answered_at
    if at is None:
        return ""
    if at <= request.due_at:
        early = lasts_at_work(working_left(request, at))
        return f"{spoken(at, request.administration.time_zone)}, на {early} раньше срока"
    return spoken(at, request.administration.time_zone)
