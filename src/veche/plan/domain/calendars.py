"""Calendars: whose they are, and which of their events are ahead."""

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from veche.journal.domain.record import record
from veche.kernel import clock
from veche.plan.enums import OccasionKind
from veche.plan.errors import PlanError
from veche.plan.models import Calendar, Occasion, PlanItem
from veche.requests.domain.duty import duty_of
from veche.staff.domain.departments import departments_to_choose
from veche.staff.domain.offices import offices_to_choose
from veche.staff.domain.roles import roles_of
from veche.staff.enums import PRESS, OfficeKind
from veche.staff.models import Administration, Department, Office, Person

TAKEN = "Календарь с таким названием уже есть. Назовите этот иначе, остальное на месте."


def kind_of(calendar: Calendar) -> OccasionKind:
    """The kind of the occasions that come from this calendar."""
    if calendar.office is not None:
        return OccasionKind.HEAD if calendar.office.kind == OfficeKind.HEAD else OccasionKind.DEPUTY
    if calendar.has_days:
        return OccasionKind.DATE
    return OccasionKind.DEPARTMENT if calendar.department_id else OccasionKind.OTHER


def calendars_of(administration: Administration) -> QuerySet[Calendar]:
    """By name, each with `ahead`: the number of its occasions from now on."""
    ahead = Q(occasions__starts_at__gte=clock.now(), occasions__cancelled_at=None, occasions__dropped_at=None)
    calendars: QuerySet[Calendar] = Calendar.objects.of(administration).select_related("office", "department")
    return calendars.annotate(ahead=Count("occasions", filter=ahead)).order_by("name", "pk")


def owners_of(person: Person) -> dict[str, tuple[str, Administration | Office | Department]]:
    """Whose calendars the person may add, by key: for the press the city, offices and departments; for a curator the
    own departments."""
    city, press = person.administration, bool(PRESS & roles_of(person))
    departments = departments_to_choose(city)
    if not press:
        departments = departments.filter(pk__in=duty_of(person).departments)
    found: dict[str, tuple[str, Administration | Office | Department]] = {}
    if press:
        found["city"] = ("город", city)
        found |= {f"office-{one.pk}": (one.name, one) for one in offices_to_choose(city)}
    return found | {f"department-{one.pk}": (one.name, one) for one in departments}


def add_calendar(*, by: Person, name: str, owner: Administration | Office | Department) -> Calendar:
    """Raises `PlanError` for a name that another calendar has."""
    try:
        with transaction.atomic():
            made: Calendar = Calendar.objects.create(
                administration=by.administration,
                name=name.strip(),
                office=owner if isinstance(owner, Office) else None,
                department=owner if isinstance(owner, Department) else None,
                created_by=by,
            )
            record(administration=by.administration, actor=by, verb="calendar.added", obj=made, facts={})
    except IntegrityError:
        raise PlanError(TAKEN) from None
    return made


def rename_calendar(*, calendar: Calendar, by: Person, name: str) -> None:
    """Raises `PlanError` for a name that another calendar has."""
    if calendar.name == name.strip():
        return
    try:
        with transaction.atomic():
            calendar.name = name.strip()
            calendar.save(update_fields=("name",))
            record(administration=calendar.administration, actor=by, verb="calendar.renamed", obj=calendar, facts={})
    except IntegrityError:
        raise PlanError(TAKEN) from None


def remove_calendar(*, calendar: Calendar, by: Person) -> int:
    """Remove it with the occasions from which nothing was planned; return their number. Others stay."""
    with transaction.atomic():
        Calendar.objects.of(calendar.administration_id).select_for_update().filter(pk=calendar.pk).first()
        planned = PlanItem.objects.of(calendar.administration_id).filter(occasion=OuterRef("pk"))
        idle = Occasion.objects.of(calendar.administration_id).filter(~Exists(planned), calendar=calendar)
        removed, _ = idle.delete()
        facts = {"occasions": removed}
        record(administration=calendar.administration, actor=by, verb="calendar.removed", obj=calendar, facts=facts)
        calendar.delete()
    return removed
