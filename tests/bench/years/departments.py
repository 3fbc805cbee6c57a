"""Five years of departments: occasions, requests with threads and files, the library, letters, accounts' proposals."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.bench.years.cast import Cast
from tests.bench.years.past import YEARS, Past
from tests.bench.years.sheets import random_key
from veche.accounts.enums import ProposalKind, ProposalState
from veche.kernel.clock import local, today
from veche.requests.enums import DEPARTMENTS_MOVE, RemarkKind, RequestState
from veche.staff.domain.appoint import appoint
from veche.staff.enums import Role
from veche.staff.models import Department, Office, Person

REQUESTS, BODIES, FILES, OCCASIONS = 7_500, 40, 20_000, 4_000
SMALL_REQUESTS, SMALL_BODIES, SMALL_FILES, SMALL_OCCASIONS = 120, 6, 300, 60
# Requests of the last days are still open.
OPEN_FOR = timedelta(days=12)
KINDS = ("material", "facts", "agree", "plan", "material")
# One request of so many: answered late, returned once, asked back, taken back; asked by the Head.
LATE, RETURNED, QUESTIONED, WITHDRAWN, OF_HEAD = 9, 8, 11, 40, 30
# One file of so many: unstated rights, until a day, children, a video, a document.
UNSTATED, UNTIL, CHILDREN, VIDEO, DOCUMENT = 30, 25, 12, 40, 35
TITLES = ("Двор на Тракторной, {}: фото", "Автобус № {}: когда вернут рейсы", "Сколько дворов убрали, {}", "Школа № {}")
OPEN_STATES = (RequestState.ASKED, RequestState.ASKED, RequestState.ANSWERED, RequestState.QUESTION)


@dataclass(frozen=True, slots=True)
class Body:
    department: int
    curator: int


@dataclass(frozen=True, slots=True)
class GeneratedRequest:
    """A request. `i`: its number in this city; `closed` None: it is open."""

    i: int
    pk: int
    body: Body
    by: int
    asked: datetime
    answered: datetime
    closed: datetime | None


class Departments:
    """`bodies`: of `bodies_of`; `big`: the city of five years, else a small one beside it."""

    def __init__(self, past: Past, bodies: list[Body], *, big: bool) -> None:
        self._past, self._sheets, self._city = past, past.sheets, past.city
        self._requests = REQUESTS if big else SMALL_REQUESTS
        self._files = FILES if big else SMALL_FILES
        self._occasions = OCCASIONS if big else SMALL_OCCASIONS
        self._bodies = bodies
        self._boss, self._officers = past.cast.boss.pk, [one.pk for one in past.cast.officers]

    def before_posts(self) -> None:
        """What posts take from: departments, and the library."""
        self._past.departments = [body.department for body in self._bodies]
        step = YEARS / self._files
        self._past.library = [
            self._file(i, self._past.moment - YEARS + step * i, self._officers[i % len(self._officers)], None)
            for i in range(self._files // 2)
        ]

    def go(self) -> None:
        step = YEARS / self._requests
        for i in range(self._requests):
            self._request(i, self._past.moment - YEARS + step * (i + 0.5))
        step = YEARS / self._occasions
        for i in range(self._occasions):
            self._occasion(i, self._past.moment - YEARS + step * (i + 0.5))
        self._proposals()

    def _occasion(self, i: int, at: datetime) -> None:
        body = self._bodies[i % len(self._bodies)]
        hour = at + timedelta(days=2)
        self._sheets.occasions.put(
            self._city, "department", f"Событие {i}", hour, "У школы", body.department, body.curator, at
        )

    def _request(self, i: int, asked: datetime) -> None:
        past, body = self._past, self._bodies[i % len(self._bodies)]
        by = self._officers[i % len(self._officers)]
        due = asked + timedelta(hours=26)
        is_open = asked > past.moment - OPEN_FOR and i % 4 == 0
        answered = due + timedelta(hours=5) if i % LATE == 3 else asked + timedelta(hours=6 + i % 14)
        answered = min(answered, past.moment - timedelta(minutes=2))
        state = OPEN_STATES[i // 4 % len(OPEN_STATES)] if is_open else RequestState.ACCEPTED
        state = RequestState.WITHDRAWN if not is_open and i % WITHDRAWN == 7 else state
        said = state in (RequestState.ANSWERED, RequestState.ACCEPTED)
        closed = None if is_open else min(answered + timedelta(hours=1), past.moment)
        waits = is_open and state in DEPARTMENTS_MOVE
        due = past.moment + timedelta(hours=i % 50 - 6) if is_open else due
        pk = self._sheets.requests.put(
            *(self._city, KINDS[i % len(KINDS)], TITLES[i % len(TITLES)].format(i), "Нужны фото и пара слов. " * 4),
            *(by, asked, i % OF_HEAD == 3, body.department, asked, due, state),
            *(body.curator if said else None, answered if said else None, answered if said else None),
            *(300 + i % 400 if said else None, i % LATE == 3, closed),
            past.moment + timedelta(days=1) if waits else None,
            asked + timedelta(hours=2) if state == RequestState.QUESTION else None,
        )
        past.tell(asked, by, "request.asked", "requests.request", pk, department=body.department)
        self._letter("requests.asked", pk, body.curator, asked)
        one = GeneratedRequest(i, pk, body, by, asked, answered, closed)
        self._before_answer(one)
        if said:
            self._answer(one)

    def _before_answer(self, one: GeneratedRequest) -> None:
        if one.i % 3 == 0:
            self._remark(one, RemarkKind.NOTE, one.by, one.asked + timedelta(hours=1), "Нужно к вечеру, пожалуйста.")
        if one.i % QUESTIONED == 4:
            when = one.asked + timedelta(hours=2)
            self._remark(one, RemarkKind.QUESTION, one.body.curator, when, "Какой именно двор?")
        if one.i % LATE == 3:
            for kind, after in ((RemarkKind.REMINDED, 20), (RemarkKind.DUE, 26)):
                self._remark(one, kind, None, one.asked + timedelta(hours=after))

    def _answer(self, one: GeneratedRequest) -> None:
        past, curator, at = self._past, one.body.curator, one.answered
        if one.i % RETURNED == 2:
            self._remark(one, RemarkKind.ANSWER, curator, at - timedelta(hours=2), "Готово.")
            self._remark(one, RemarkKind.RETURNED, one.by, at - timedelta(hours=1), "А фото?")
        answer = self._remark(one, RemarkKind.ANSWER, curator, at, "Убрали, фото приложил.")
        past.tell(at, curator, "request.answered", "requests.request", one.pk)
        if KINDS[one.i % len(KINDS)] == "material":
            self._attach(one, answer)
        if one.i % 3 == 1:
            self._sheets.link_uses.put(self._city, one.pk, curator, f"{one.pk:064x}", at)
        if one.closed is not None:
            self._remark(one, RemarkKind.ACCEPTED, one.by, one.closed)
            past.tell(one.closed, one.by, "request.accepted", "requests.request", one.pk)

    def _attach(self, one: GeneratedRequest, answer: int) -> None:
        """Half of the library came with the answers of those requests, two of five, that ask for material."""
        for k in range(max(self._files * 5 // (4 * self._requests), 1)):
            file = self._file(one.i * 10 + k, one.answered, one.body.curator, one.body.department)
            self._sheets.attachments.put(self._city, one.pk, answer, file, one.body.curator)

    def _remark(self, one: GeneratedRequest, kind: RemarkKind, by: int | None, at: datetime, text: str = "") -> int:
        from_press = by is None or by in self._officers
        made = self._sheets.remarks.put(self._city, one.pk, kind, by, one.body.department, from_press, text, at)
        told = one.body.curator if from_press else self._officers[0]
        self._letter("requests.thread", made, told, at)
        return made

    def _letter(self, kind: str, subject: int, person: int, at: datetime) -> None:
        self._sheets.alarms.put(self._city, kind, subject, person, "sent", random_key(self._past.dice), at, at, at)

    def _file(self, i: int, at: datetime, by: int, department: int | None) -> int:
        """A file with its rights."""
        kind, mime = ("photo", "image/jpeg")
        if i % VIDEO == 7:
            kind, mime = "video", "video/mp4"
        elif i % DOCUMENT == 9:
            kind, mime = "document", "application/pdf"
        digest = f"{self._past.dice.getrandbits(256):064x}"
        pk = self._sheets.media.put(
            self._city, digest, f"IMG_{i}.jpg", mime, kind, 1280, 853, 240_000, 30.0 if kind == "video" else 0.0, by, at
        )
        self._rights(i, pk, at, by, department)
        return pk

    def _rights(self, i: int, media: int, at: datetime, by: int, department: int | None) -> None:
        title, author = f"Двор на Тракторной, {i % 90}", "пресс-служба" if department is None else "мастер участка"
        if i % UNSTATED == 11:
            self._sheets.rights.put(
                self._city, media, "", "", "", department, None, "", "", "", 0, True, f"img_{i}.jpg", None, None
            )
            return
        until = (at + timedelta(days=730)).date() if i % UNTIL == 3 else None
        shown, lacking = i % CHILDREN == 5, i % CHILDREN == 5 and i % 3 == 0
        allowed = shown and not lacking
        rights = self._sheets.rights.put(
            *(self._city, media, title, author, "own" if department is None else "department", department, until),
            *("consent" if shown else "nobody", "shown" if shown else "none"),
            *("родители семерых" if allowed else "", int(allowed), lacking, f"{title.lower()} img_{i}.jpg {author}"),
            *(at, by),
        )
        if allowed:
            self._sheets.papers.put(
                *(self._city, rights, f"{rights:064x}", "Согласия.pdf", "application/pdf", 90_000, by, at),
            )

    def _proposals(self) -> None:
        """An account a year was proposed and opened or refused."""
        past, like = self._past, self._past.cast.accounts[0]
        for year in range(5):
            at = past.moment - YEARS + timedelta(days=365 * year + 30)
            day = local(at, past.cast.administration.time_zone).date()
            refused = year % 2
            self._sheets.proposals_of_accounts.put(
                *(self._city, ProposalKind.OPEN, like.network, f"Страница № {year}", "Рассказывать о дворах", ""),
                *(self._officers[0], "Распоряжение", str(year + 1), day),
                *(ProposalState.REFUSED if refused else ProposalState.DONE, self._officers[0], at, self._boss),
                *(at + timedelta(days=1), "Хватит четырёх страниц" if refused else "", at + timedelta(days=9)),
            )


def bodies_of(cast: Cast, *, big: bool) -> list[Body]:
    """Departments with a curator each: those of the cast, then as many more as are missing. Uses the product's verbs,
    so not within `unchecked`."""
    city, by, count = cast.administration, cast.boss, BODIES if big else SMALL_BODIES
    since = today(city.time_zone) - timedelta(days=5 * 365)
    holders = list(Office.objects.of(city).filter(kind="deputy"))
    found = list(Department.objects.of(city).order_by("pk"))
    for i in range(len(found), count):
        office = holders[i % len(holders)] if holders else None
        found.append(Department.objects.create(administration=city, name=f"Отдел № {i}", reports_to=office))
    curators = {one.department_id: one.pk for one in Person.objects.of(city).exclude(department=None)}
    for i, department in enumerate(found):
        if department.pk not in curators:
            name = f"curator{i}.{city.pk}@demo.invalid"
            person = Person.objects.create_user(
                name, display_name=f"Куратор № {i}", administration=city, department=department
            )
            appoint(by=by, person=person, role=Role.CURATOR, since=since)
            curators[department.pk] = person.pk
    return [Body(one.pk, curators[one.pk]) for one in found]
