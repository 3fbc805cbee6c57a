"""After an event of a calendar its photos, quotes and names are asked for, once: of the department in charge."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
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
    """Ask about the events that have ended as long ago as their calendars say. Returns the number of requests."""
    rows = Calendar.objects.unscoped().filter(asks_after__isnull=False)
    shown = ("administration", "department", "item_department", "asks_by")
    return sum(_ask_of(calendar) for calendar in rows.select_related(*shown).order_by("pk"))


def end_of(occasion: Occasion) -> datetime | None:
    """When the event is over; an event without an end is over when it begins, or with its day."""
    if occasion.ends_at is not None or occasion.starts_at is None:
        return occasion.ends_at
    return occasion.starts_at if occasion.has_hour else occasion.starts_at + DAY


def department_of(calendar: Calendar, occasion: Occasion | None = None) -> Department | None:
    """Who is asked: the department of the event, or the calendar's."""
    own = occasion.department if occasion is not None else None
    return own or calendar.item_department or calendar.department


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
    asker = _asker(calendar)
    return sum(_ask(calendar, pk, asker) for pk in _due(calendar)) if asker is not None else 0


def _due(calendar: Calendar) -> list[int]:
    moment = clock.now()
    rows = Occasion.objects.of(calendar.administration_id).filter(
        LIVING, calendar=calendar, material_asked_at=None, starts_at__gte=moment - LONGEST, starts_at__lt=moment
    )
    return [one.pk for one in rows.order_by("starts_at", "pk") if _is_due(calendar, one, moment)]


def _is_due(calendar: Calendar, occasion: Occasion, moment: datetime) -> bool:
    end, hours = end_of(occasion), calendar.asks_after
    if end is None or hours is None or calendar.asks_since is None or end < calendar.asks_since:
        return False
    due = end + timedelta(hours=hours)
    return due <= moment < due + LATEST


def _ask(calendar: Calendar, pk: int, asker: Person) -> bool:
    """Ask about one event under its lock. False if it was moved, cancelled or asked about meanwhile, or if nobody would
    answer: then it is tried again until it is too late."""
    city, moment = calendar.administration, clock.now()
    try:
        with transaction.atomic():
            rows = Occasion.objects.of(city).select_for_update(of=("self",)).filter(LIVING, material_asked_at=None)
            occasion = rows.filter(pk=pk).select_related("department").first()
            if occasion is None or not _is_due(calendar, occasion, moment):
                return False
            asked = _ask_once(calendar, occasion, asker)
            Occasion.objects.of(city).filter(pk=pk).update(material_asked_at=moment)
    except RequestError:
        return False
    return asked


def _ask_once(calendar: Calendar, occasion: Occasion, asker: Person) -> bool:
    """False if a person has asked for it already."""
    city = calendar.administration
    item = PlanItem.objects.of(city).filter(occasion=occasion, cancelled_at=None).order_by("publish_at", "pk").first()
    kind, subject = (MATERIAL, item.pk) if item is not None else (KIND, occasion.pk)
    standing = Request.objects.of(city).filter(kind=kind, subject_id=subject).exclude(state=RequestState.WITHDRAWN)
    if standing.exists():
        return False
    ask(
        administration=city,
        by=asker,
        kind=kind,
        title=f"Материал: {occasion.title}"[:200],
        text=text_of(occasion, calendar.asks_for, city.time_zone),
        due_at=add_hours(clock.now(), TERM, city),
        department=department_of(calendar, occasion),
        subject_id=subject,
    )
    return True


def text_of(occasion: Occasion, parts: Iterable[str], zone: str) -> str:
    """What is asked for, as the department reads it."""
    when = when_of(occasion.starts_at, has_hour=occasion.has_hour, zone=zone)
    place = f", {occasion.place}" if occasion.place else ""
    wanted = [str(MaterialPart(part).label) for part in MaterialPart.values if part in parts]
    lines = "\n".join(f"— {part};" for part in wanted)
    return f"Событие прошло: «{occasion.title}», {when}{place}.\nПришлите, пожалуйста:\n{lines[:-1]}."


def _asker(calendar: Calendar) -> Person | None:
    """Who has switched it on, as long as they work in the press service; else a head of press."""
    by, city = calendar.asks_by, calendar.administration
    day = clock.today(city.time_zone)
    if by is not None and by.is_active and PRESS & roles_of(by, on=day):
        return by
    heads = people_with(Role.PRESS_HEAD, city.pk, on=day)
    return heads.order_by("pk").first()


def _subject(administration: Administration, pk: int) -> Subject | None:
    found = Occasion.objects.of(administration).filter(pk=pk).first()
    return Subject(found.title, reverse("plan:occasion_page", args=[pk])) if found else None
