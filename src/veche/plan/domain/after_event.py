"""After an event its photos, quotes and names are asked for, once: of the department in charge.

A calendar says so for all its events, a person for one that they have written (`Occasion.asks_material`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from veche.kernel import clock
from veche.kernel.clock import DAY
from veche.plan.domain.queries import LIVING
from veche.plan.enums import MaterialPart
from veche.plan.models import Calendar, Occasion, PlanItem
from veche.plan.words import when_of
from veche.requests.domain.ask import ask
from veche.requests.domain.deadlines import add_hours
from veche.requests.domain.duty import curators_by_department
from veche.requests.enums import RequestState
from veche.requests.errors import RequestError
from veche.requests.kinds import RequestKind, Subject, register
from veche.requests.models import Request
from veche.staff.domain.roles import people_with, roles_of
from veche.staff.enums import PRESS, Role
from veche.staff.models import Administration, Department, Person

# Of an event from which nothing is planned; of a planned one it is material for its item.
KIND, MATERIAL = "after_event", "material"
# Working time to answer in.
TERM = timedelta(hours=8)
# An event that ended earlier is not asked about: nobody has photos at hand any more.
LATEST = timedelta(days=3)
# How long an event may last.
LONGEST = timedelta(days=31)
# How many hours after the end of an event that a person has written.
WRITTEN_AFTER = 2


@dataclass(frozen=True, slots=True)
class Asking:
    """How material is asked for: `hours` after the end of an event, `parts` of `MaterialPart`, in the name of `by`, of
    `department` where the event names none. Events that ended before `since` are not asked about."""

    city: Administration
    by: Person
    hours: int
    parts: Sequence[str]
    department: Department | None = None
    since: datetime | None = None


def register_kind() -> None:
    register(
        RequestKind(
            KIND,
            "прислать материал с события",
            "Прислать",
            "camera",
            wants_files=True,
            is_offered=False,
            subject=_subject,
        )
    )


def ask_due() -> int:
    """Ask about events that ended as many hours ago as their calendar says. Returns the number of requests."""
    rows = Calendar.objects.unscoped().filter(asks_after__isnull=False)
    shown = ("administration", "department", "item_department", "asks_by")
    asked = sum(_ask_of(calendar) for calendar in rows.select_related(*shown).order_by("pk"))
    return asked + sum(_ask_written(one) for one in _written())


def end_of(occasion: Occasion) -> datetime | None:
    """When the event is over; an event without an end is over when it begins, or with its day."""
    if occasion.ends_at is not None or occasion.starts_at is None:
        return occasion.ends_at
    return occasion.starts_at if occasion.has_hour else occasion.starts_at + DAY


def department_of(calendar: Calendar) -> Department | None:
    """Who is asked about events that name no department."""
    return calendar.item_department or calendar.department


def nobody_to_ask(calendar: Calendar) -> str:
    """Why material would not be asked for today, as a sentence; "" if it would. Two queries."""
    if calendar.asks_after is None:
        return ""
    department = department_of(calendar)
    if department is None:
        return "Спросить некого: выберите отдел."
    if not curators_by_department(calendar.administration, [department])[department.pk]:
        return f"Спросить некого: за отдел «{department}» никто не отвечает. Попросите отдел ИТ назначить куратора."
    return ""


def request_about(occasion: Occasion) -> Request | None:
    """The request for the event's material that the program made, if it stands under the event. One query."""
    rows = Request.objects.of(occasion.administration_id).filter(kind=KIND, subject_id=occasion.pk)
    found: Request | None = rows.order_by("-pk").first()
    return found


def _ask_of(calendar: Calendar) -> int:
    asker, hours = _asker(calendar.administration, calendar.asks_by), calendar.asks_after
    if asker is None or hours is None or calendar.asks_since is None:
        return 0
    department = department_of(calendar)
    asking = Asking(calendar.administration, asker, hours, calendar.asks_for, department, calendar.asks_since)
    rows = _begun(Occasion.objects.of(calendar.administration_id).filter(calendar=calendar))
    return sum(_ask(asking, one.pk) for one in rows if _is_due(asking, one))


def _written() -> QuerySet[Occasion]:
    rows = _begun(Occasion.objects.unscoped().filter(calendar=None, asks_material=True))
    return rows.select_related("administration", "created_by")


def _ask_written(occasion: Occasion) -> bool:
    asker = _asker(occasion.administration, occasion.created_by)
    if asker is None:
        return False
    asking = Asking(occasion.administration, asker, WRITTEN_AFTER, MaterialPart.values)
    return _is_due(asking, occasion) and _ask(asking, occasion.pk)


def _begun(rows: QuerySet[Occasion]) -> QuerySet[Occasion]:
    """Events that have begun, were not cancelled, and whose material was not asked for."""
    moment = clock.now()
    found = rows.filter(LIVING, material_asked_at=None, starts_at__gte=moment - LONGEST, starts_at__lt=moment)
    return found.order_by("starts_at", "pk")


def _is_due(asking: Asking, occasion: Occasion) -> bool:
    end = end_of(occasion)
    if end is None or (asking.since is not None and end < asking.since):
        return False
    due = end + timedelta(hours=asking.hours)
    return due <= clock.now() < due + LATEST


def _ask(asking: Asking, pk: int) -> bool:
    """Ask about one event under its lock. False if it was moved, cancelled or asked about meanwhile, or if nobody would
    answer: then it is tried again until it is too late."""
    city, moment = asking.city, clock.now()
    try:
        with transaction.atomic():
            rows = Occasion.objects.of(city).select_for_update(of=("self",)).filter(LIVING, material_asked_at=None)
            occasion = rows.filter(pk=pk).select_related("department").first()
            if occasion is None or not _is_due(asking, occasion):
                return False
            asked = _ask_once(asking, occasion)
            Occasion.objects.of(city).filter(pk=pk).update(material_asked_at=moment)
    except RequestError:
        return False
    return asked


def _ask_once(asking: Asking, occasion: Occasion) -> bool:
    """False if a person has asked for it already."""
    city = asking.city
    item = PlanItem.objects.of(city).filter(occasion=occasion, cancelled_at=None).order_by("publish_at", "pk").first()
    kind, subject = (MATERIAL, item.pk) if item is not None else (KIND, occasion.pk)
    standing = Request.objects.of(city).filter(kind=kind, subject_id=subject).exclude(state=RequestState.WITHDRAWN)
    if standing.exists():
        return False
    ask(
        administration=city,
        by=asking.by,
        kind=kind,
        title=f"Материал: {occasion.title}"[:200],
        text=text_of(occasion, asking.parts, city.time_zone),
        due_at=add_hours(clock.now(), TERM, city),
        department=occasion.department or asking.department,
        subject_id=subject,
    )
    return True


def text_of(occasion: Occasion, parts: Iterable[str], zone: str) -> str:
    """The request for an event's material, as the department reads it."""
    when = when_of(occasion.starts_at, has_hour=occasion.has_hour, zone=zone)
    place = f", {occasion.place}" if occasion.place else ""
    wanted = [str(MaterialPart(part).label) for part in MaterialPart.values if part in parts]
    lines = "\n".join(f"— {part};" for part in wanted)
    return f"Событие прошло: «{occasion.title}», {when}{place}.\nПришлите, пожалуйста:\n{lines[:-1]}."


def _asker(city: Administration, by: Person | None) -> Person | None:
    """Who has switched it on or written the event, as long as they work in the press service; else a head of press."""
    day = clock.today(city.time_zone)
    if by is not None and by.is_active and PRESS & roles_of(by, on=day):
        return by
    heads = people_with(Role.PRESS_HEAD, city.pk, on=day)
    return heads.order_by("pk").first()


def _subject(administration: Administration, pk: int) -> Subject | None:
    found = Occasion.objects.of(administration).filter(pk=pk).first()
    return Subject(found.title, reverse("plan:occasion_page", args=[pk])) if found else None
