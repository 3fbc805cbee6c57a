"""Ids in tests: no id has two meanings, and small ones do not exist."""

from tests.numbering import APART
from tests.people import make_department
from veche.staff.models import Administration, Department


def test_no_two_tables_share_a_number(rubtsovsk: Administration, department_a: Department) -> None:
    another = make_department(rubtsovsk, "Отдел спорта")

    assert another.pk == department_a.pk + 1
    assert len({rubtsovsk.pk // APART, department_a.pk // APART, 0}) == 3
