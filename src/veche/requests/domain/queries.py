"""Requests as lists show them, and the numbers beside the menu."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value

from veche.alarms.enums import ParcelState
from veche.alarms.models import Parcel
from veche.kernel import clock
from veche.media.models import Media
from veche.requests.domain.duty import asked_of
from veche.requests.domain.lateness import is_late, late_at
from veche.requests.enums import DEPARTMENTS_MOVE, PRESS_MOVE, Reach, RemarkKind, RequestState
from veche.requests.kinds import kind_of, kinds
from veche.requests.models import Attachment, Remark, Request
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.domain.roles import roles_of
from veche.staff.enums import PRESS, Role
from veche.staff.models import Administration, Department, Person
from veche.staff.together import Reading, rows_of_each

ABOVE = frozenset({Role.HEAD, Role.DEPUTY_HEAD})
ON_A_PAGE = 50
# What is over is looked up by department or read from the top: fewer rows, and «Дальше».
DONE_ON_A_PAGE = 25
DONE_LASTS = timedelta(days=7)
_MOST_OF_MINE, _MOST_DONE = 200, 20
_NUMBERS = ("open", "late", "look", "above", "agree", "today", "risen", "tray")
_CACHE = "_counts_of_requests"
_THEIRS, _OURS = sorted(DEPARTMENTS_MOVE), sorted(PRESS_MOVE)
_ANSWERED = (RequestState.ANSWERED, RequestState.ACCEPTED)


class Show(StrEnum):
    """Filters of the list."""

    OPEN = "open"
    LATE = "late"
    LOOK = "look"
    AGREE = "agree"
    ASKED = "asked"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of open requests.

    `look`: the press service must act on them; `above`: those of `look` that it is asked to answer itself. `agree`:
    requests to approve a text. `today`: due by midnight and not late. `risen`: late ones that the Head sees.
    `tray`: not requests but material that people sent to the bot and nobody has sorted out.
    """

    open: int = 0
    late: int = 0
    look: int = 0
    above: int = 0
    agree: int = 0
    today: int = 0
    risen: int = 0
    tray: int = 0

    @property
    def urgent(self) -> int:
        return self.late + self.look


def counts(administration: Administration) -> Counts:
    """Numbers for the filters and the title of the list, and for the menu. One query."""
    return _counts_in(_counted(administration, _midnight(administration)))


def press_counts(person: Person) -> Counts:
    """`counts`, cached on the person object, which lives for one HTTP request."""
    if _CACHE not in person.__dict__:
        person.__dict__[_CACHE] = counts(person.administration)
    found: Counts = person.__dict__[_CACHE]
    return found


def tray_count(person: Person) -> int:
    """The number beside «Присланное»; 0, without a query, for everybody outside the press service."""
    return press_counts(person).tray if PRESS & roles_of(person) else 0


def waits_for(person: Person) -> int:
    """The number beside the menu: what this person should look at first. 0, without a query, for everybody else."""
    return reading_of_waits(person).read()


def reading_of_waits(person: Person) -> Reading[int]:
    """`waits_for`, to be read with other numbers. It fills the cache of `press_counts` and `tray_count`."""
    roles, city = roles_of(person), person.administration
    if (PRESS | ABOVE) & roles:
        known = _CACHE in person.__dict__
        asked = None if known else _counted.bind(city, _midnight(city))
        return Reading(asked, lambda rows: number_for(person, _known_counts(person, rows)))
    if Role.CURATOR in roles:
        asked = _counted_of.bind(city.pk, person, clock.today(city.time_zone), _midnight(city))
        return Reading(asked, lambda rows: sum(row["late"] + row["today"] for row in rows))
    return Reading(None, len)


def _known_counts(person: Person, rows: list[dict[str, int]]) -> Counts:
    found: Counts = person.__dict__.setdefault(_CACHE, _counts_in(rows))
    return found


def _counts_in(rows: list[dict[str, int]]) -> Counts:
    return Counts(**{name: sum(row[name] for row in rows) for name in _NUMBERS}) if rows else Counts()


def number_for(person: Person, found: Counts) -> int:
    """The number beside the menu, out of those of the administration: one for the press service, one for the Head."""
    return found.urgent if PRESS & roles_of(person) else found.risen


@compiled_once
def _counted(city: Administration, midnight: datetime) -> QuerySet[Request, Any]:
    found = _numbers(Request.objects.of(city).filter(closed_at=None), this_moment(), midnight)
    none = {name: Value(0) for name in _NUMBERS}
    waiting = Parcel.objects.of(city).filter(state=ParcelState.TRAY).order_by().values(owner=F("administration_id"))
    sent = waiting.annotate(**none | {"tray": Count("pk")}).values(*_NUMBERS)
    both: QuerySet[Request, Any] = found.annotate(tray=Value(0)).values(*_NUMBERS).union(sent, all=True)
    return both.order_by()


@compiled_once
def _counted_of(city: int, person: Person, day: date, midnight: datetime) -> QuerySet[Request, Any]:
    """Numbers of the open requests that a curator answers. No row if there are none."""
    return _numbers(
        Request.objects.of(city).filter(asked_of(city, person, day), closed_at=None), this_moment(), midnight
    )


def _numbers(rows: QuerySet[Request], moment: object, midnight: object) -> QuerySet[Request, Any]:
    theirs = Q(state__in=_THEIRS)
    found: QuerySet[Request, Any] = (
        rows.order_by()
        .values(owner=F("administration_id"))
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=late_at(moment)),
            look=Count("pk", filter=_waits_for_press(moment)),
            above=Count("pk", filter=_is_asked_of_press(moment)),
            agree=Count("pk", filter=Q(kind="agree")),
            today=Count("pk", filter=theirs & Q(due_at__gte=moment, due_at__lt=midnight)),
            risen=Count("pk", filter=theirs & Q(reach=Reach.HEAD.value)),
        )
        .values("open", "late", "look", "above", "agree", "today", "risen")
    )
    return found


def _waits_for_press(moment: object) -> Q:
    """What departments sent or ask, and what the press service itself is asked and is not late with.

    Without answers to questions of the Head or a deputy.
    """
    sent = Q(state__in=_OURS, to_press=False) & ~(Q(state=RequestState.ANSWERED.value) & _is_from_above())
    return sent | _is_asked_of_press(moment)


def _is_from_above() -> Q:
    """The Head or a deputy asks; whoever asked reads the answer."""
    return Q(from_head=True) | Q(kind__in=[kind.slug for kind in kinds() if kind.is_question])


def _is_asked_of_press(moment: object) -> Q:
    return Q(state__in=_THEIRS, to_press=True, due_at__gte=moment)


@dataclass(frozen=True, slots=True)
class RequestsForHead:
    """Requests that «Сегодня» shows the Head or a deputy.

    `open`: late ones (for a deputy, those of departments below the deputy's office) and those that the person asked,
    the nearest deadline first. `unread`: answered questions of the person that are not marked as read, the newest
    answer first, each with `answer`, its words.
    """

    open: list[Request]
    unread: list[Request]


def for_head(person: Person) -> RequestsForHead:
    """Requests on the Head's «Сегодня». One query."""
    return _of_head(_for_head(person.administration, person), person)


def for_deputy(person: Person) -> RequestsForHead:
    """Requests on the «Сегодня» of a deputy of the Head. One query."""
    return _of_head(_for_deputy(person.administration, person), person)


def _of_head(rows: Iterable[Request], person: Person) -> RequestsForHead:
    found = _of_city(rows, person.administration)
    unread = [one for one in found if is_unread(one, person)]
    unread.sort(key=lambda one: (one.answered_at, one.pk), reverse=True)
    return RequestsForHead([one for one in found if one.closed_at is None], unread[:ON_A_PAGE])


def open_question_about(
    person: Person, *, kind: str, subject_id: int | None, department: Department | None
) -> Request | None:
    """The person's last open request of this kind about the subject; without a subject, to the department. One query.

    None without a query if neither is given.
    """
    if subject_id is None and department is None:
        return None
    rows = Request.objects.of(person.administration).filter(asked_by=person, kind=kind, closed_at=None)
    about = rows.filter(subject_id=subject_id) if subject_id is not None else rows.filter(department=department)
    found: Request | None = about.order_by("-asked_at", "-pk").first()
    return found


def is_unread(one: Request, person: Person) -> bool:
    """Whether it is a question of this person, as the Head or a deputy, with an answer not marked as read."""
    is_own = one.asked_by_id == person.pk and (one.from_head or kind_of(one.kind).is_question)
    return is_own and one.read_at is None and one.answered_at is not None and one.state in _ANSWERED


def answer_of(request: Request) -> tuple[str, list[Media]]:
    """Words and files of the last answer. Two queries."""
    last = Remark.objects.of(request.administration_id).filter(request=request, kind=RemarkKind.ANSWER).last()
    if last is None:
        return "", []
    rows = Attachment.objects.of(request.administration_id).filter(request=request, from_press=False)
    sent = rows.exclude(remark=None).select_related("media").order_by("pk")
    return last.text, [one.media for one in sent]


@compiled_once
def _for_head(city: Administration, person: Person) -> QuerySet[Request]:
    return _late_own_and_unread(city, person, late_at(this_moment()), Q(from_head=True))


@compiled_once
def _for_deputy(city: Administration, person: Person) -> QuerySet[Request]:
    below = Department.objects.of(city).filter(reports_to__holder=person).order_by().values("pk")
    return _late_own_and_unread(city, person, late_at(this_moment()) & Q(department__in=below), _is_from_above())


def _late_own_and_unread(city: Administration, person: Person, late: Q, question: Q) -> QuerySet[Request]:
    requests = Request.objects.of(city).order_by()
    still_open = requests.filter(late | Q(asked_by=person), closed_at=None).values("pk")
    unread = requests.filter(question, asked_by=person, read_at=None, answered_at__isnull=False)
    rows = _for_lists(city).filter(pk__in=still_open.union(unread.filter(state__in=_ANSWERED).values("pk")))
    said = Remark.objects.of(city).filter(request=OuterRef("pk"), kind=RemarkKind.ANSWER).order_by("-at", "-pk")
    return rows.annotate(answer=Subquery(said.values("text")[:1])).order_by("due_at", "pk")


def list_page(person: Person, show: str, department: int | None, page: int) -> tuple[list[Request], bool]:
    """Requests of a filter (`Show`) on one page, and whether there is a next page. One query."""
    administration, most = person.administration, _on_a_page(show)
    start = (page - 1) * most
    if page == 1:
        rows = _first_page(administration.pk, person, Show(show), department)
    else:
        rows = list(_filtered(administration.pk, person, show, department)[start : start + most + 1])
    found = _of_city(rows, administration)
    return found[:most], len(found) > most


def _on_a_page(show: str) -> int:
    return DONE_ON_A_PAGE if show == Show.DONE else ON_A_PAGE


@compiled_once
def _first_page(city: int, person: Person, show: Show, department: int | None) -> QuerySet[Request]:
    return _filtered(city, person, show, department)[: _on_a_page(show) + 1]


def _filtered(city: int, person: Person, show: str, department: int | None) -> QuerySet[Request]:
    """The nearest deadline first; closed ones and those that the person asked, the last first."""
    rows = _for_lists(city)
    if department is not None:
        rows = rows.filter(department=department)
    if show == Show.ASKED:
        return rows.filter(asked_by=person).order_by("-asked_at", "-pk")
    if show == Show.DONE:
        return rows.exclude(closed_at=None).order_by("-closed_at", "-pk")
    rows = rows.filter(closed_at=None)
    if show == Show.LATE:
        rows = rows.filter(late_at(this_moment()))
    elif show == Show.LOOK:
        rows = rows.filter(_waits_for_press(this_moment()))
    elif show == Show.AGREE:
        rows = rows.filter(kind="agree")
    return rows.order_by("due_at", "pk")


def mine(person: Person) -> list[Request]:
    """Open requests that this person answers, the nearest deadline first, with `files`: how many wait to be sent."""
    city = person.administration
    return _of_city(_mine(city.pk, person, clock.today(city.time_zone)), city)


def mine_and_done(person: Person, since: datetime | None) -> tuple[list[Request], list[Request]]:
    """`mine`, and those closed since then, or ever: the last first. One query."""
    city = person.administration
    asked = (city.pk, person, clock.today(city.time_zone))
    still_open, done = rows_of_each([_mine.bind(*asked), _my_done.bind(*asked, since)])
    return _of_city(still_open, city), _of_city(done, city)


@compiled_once
def _mine(city: int, person: Person, day: date) -> QuerySet[Request]:
    rows = _for_lists(city).filter(asked_of(city, person, day), closed_at=None)
    waiting = Attachment.objects.of(city).filter(remark=None, from_press=False, request=OuterRef("pk")).order_by()
    number = waiting.values("request").annotate(number=Count("pk")).values("number")
    return rows.annotate(files=Subquery(number)).order_by("due_at", "pk")[:_MOST_OF_MINE]


@compiled_once
def _my_done(city: int, person: Person, day: date, since: datetime | None) -> QuerySet[Request]:
    rows = _for_lists(city).filter(asked_of(city, person, day))
    rows = rows.exclude(closed_at=None) if since is None else rows.filter(closed_at__gte=since)
    return rows.order_by("-closed_at", "-pk")[:_MOST_DONE]


def _of_city(rows: Iterable[Request], administration: Administration) -> list[Request]:
    """Set the administration of the rows, so that it is not read again."""
    found = list(rows)
    for one in found:
        one.administration = administration
    return found


def waits_for_press(request: Request) -> bool:
    if request.to_press:
        return request.state in DEPARTMENTS_MOVE and not is_late(request)
    return RequestState(request.state) in PRESS_MOVE and not is_answer_for_asker(request)


def is_answer_for_asker(request: Request) -> bool:
    """Whether a department has answered the Head or a deputy, who reads it."""
    from_above = request.from_head or kind_of(request.kind).is_question
    return request.state == RequestState.ANSWERED and from_above and not request.to_press


def _for_lists(administration: Administration | int) -> QuerySet[Request]:
    rows: QuerySet[Request] = Request.objects.of(administration).select_related("department", "person")
    return rows.only(
        *(
            "administration",
            "asked_by",
            "kind",
            "subject_id",
            "title",
            "state",
            "due_at",
            "reach",
            "closed_at",
            "answered_at",
            "read_at",
            "from_head",
            "to_press",
        ),
        *("department__name", "department__archived_at", "person__display_name"),
    )


def _midnight(administration: Administration) -> datetime:
    zone = administration.time_zone
    return clock.day_bounds(clock.today(zone), zone)[1]
