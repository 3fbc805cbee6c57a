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


@dataclass(frozen=True, slots=True)
class Door:
    role: Role
    person: Person
    may: str


def is_training_city() -> bool:
    """Whether the demo's seeding founded all administrations of this database; False without one."""
    marks = set(Administration.objects.values_list("training", flat=True))
    return marks == {True}


def demo_doors() -> list[Door]:
    """A button for each role that somebody of the demo has."""
    found = [(role, person_to_show(role)) for role in Role]
    return [Door(role, person, MAY[role]) for role, person in found if person is not None]


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
