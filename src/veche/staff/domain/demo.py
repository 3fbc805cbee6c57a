"""The demo's one-click sign-ins: person and permissions of each button."""

from dataclasses import dataclass

from veche.staff.enums import Role
from veche.staff.models import Administration, Appointment, Person

MAY: dict[Role, str] = {
    Role.PRESS_OFFICER: "пишет записи, ставит их в план, разбирает комментарии",
    Role.PRESS_HEAD: "согласует записи, назначает заместителя, замораживает всё",
    Role.CURATOR: "предлагает поводы своего отдела и видит весь план",
    Role.IT: "приглашает людей, хранит ключи сетей",
    Role.HEAD: "видит, всё ли в порядке, и может всё заморозить",
    Role.DEPUTY_HEAD: "согласует записи о себе и видит весь план",
    Role.AUDITOR: "смотрит записи и журнал, ничего не меняет",
}


# The door of a person who works in several administrations.
SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Door:
    """`name`: as its address names it, a role or `SEVERAL`."""

    name: str
    label: str
    person: Person
    may: str


def is_training_city() -> bool:
    """Whether the demo's seeding founded all administrations of this database; False without one."""
    marks = set(Administration.objects.values_list("training", flat=True))
    return marks == {True}


def demo_doors() -> list[Door]:
    """A button for each role that somebody of the demo has, and one for who works in several administrations."""
    found = [(role, person_to_show(role)) for role in Role]
    doors = [Door(role, str(role.label), person, MAY[role]) for role, person in found if person is not None]
    if both := person_of_several():
        doors.append(Door(SEVERAL, "сотрудник двух администраций", both, "выбирает, в какой работать, одним входом"))
    return doors


def person_behind(door: str) -> Person | None:
    """Whom the door lets in; None if there is none."""
    if door == SEVERAL:
        return person_of_several()
    return person_to_show(Role(door)) if door in Role.values else None


def person_of_several() -> Person | None:
    """The first person who signs in for another administration too."""
    rows = Person.objects.unscoped().filter(memberships__is_active=True, is_active=True)
    found: Person | None = rows.select_related("administration").order_by("pk").first()
    return found


def person_to_show(role: Role) -> Person | None:
    """The first appointed person with the role, as there is no administration before sign-in."""
    first = (
        Appointment.objects.unscoped()
        .filter(role=role, until=None, person__is_active=True)
        .select_related("person__administration")
        .order_by("pk")
        .first()
    )
    return first.person if first else None
