"""Departments as their page shows them: with curators and those who stand in."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from veche.kernel import clock
from veche.staff.domain.roles import acting_people
from veche.staff.enums import Role
from veche.staff.models import Administration, Department, Deputy, Person


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """`curators`: of today; `deputies`: of those people, present and future."""

    department: Department
    curators: tuple[Person, ...]
    deputies: tuple[Deputy, ...]

    @property
    def is_archived(self) -> bool:
        return self.department.archived_at is not None

    @property
    def has_nobody(self) -> bool:
        return not self.curators and not self.is_archived

    @property
    def has_no_substitute(self) -> bool:
        """One curator, and nobody named for the days when that one is away."""
        return len(self.curators) == 1 and not self.deputies


def directory(administration: Administration) -> list[DepartmentRow]:
    """All departments, archived ones last. Three queries."""
    found = Department.objects.of(administration).select_related("reports_to")
    departments = sorted(found, key=lambda one: one.archived_at is not None)
    curators, deputies = _curators(administration), _deputies(administration)
    return [DepartmentRow(one, tuple(curators[one.pk]), tuple(deputies[one.pk])) for one in departments]


def _curators(administration: Administration) -> Mapping[int | None, list[Person]]:
    """Appointed curators of today by the id of their department, each list by name."""
    found = defaultdict(list)
    for people in acting_people(Role.CURATOR, administration.pk, on=clock.today(administration.time_zone)).values():
        found[people[0].department_id].append(people[0])
    return found


def _deputies(administration: Administration) -> Mapping[int | None, list[Deputy]]:
    """Present and future ones of curators by the id of the absent person's department."""
    found = defaultdict(list)
    rows = Deputy.objects.of(administration).filter(
        role=Role.CURATOR, until__gte=clock.today(administration.time_zone), stand_in__is_active=True
    )
    for deputy in rows.select_related("absent", "stand_in").order_by("since", "pk"):
        found[deputy.absent.department_id].append(deputy)
    return found
