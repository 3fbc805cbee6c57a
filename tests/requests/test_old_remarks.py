"""The migration that names the department of old remarks, and the requests that the Head made."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.people import appoint, make_department, make_person
from veche.staff.enums import Role
from veche.staff.models import Administration, Department, Person

# A migration that landed changes no more.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.nightly]

ASKED = datetime(2026, 11, 25, 5, tzinfo=UTC)
CHANGED = date(2026, 11, 20)


@pytest.fixture
def before() -> Iterator[Any]:
    """Models of an installation whose remarks have no department yet."""
    executor = MigrationExecutor(connection)
    yield executor.migrate([("requests", "0004_from_head")]).apps
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def request(apps: Any, by: Person, department: Department | None, *kinds: str) -> Any:
    """A request with a remark of each kind."""
    own = {"administration_id": by.administration_id}
    made = apps.get_model("requests", "Request").objects.create(
        **own,
        kind="material",
        title="Фото катка",
        text="Нужно фото",
        asked_by_id=by.pk,
        asked_at=ASKED,
        addressed_at=ASKED,
        due_at=ASKED,
        department_id=department and department.pk,
        person_id=None if department else by.pk,
    )
    remarks = apps.get_model("requests", "Remark").objects
    for kind in kinds:
        remarks.create(**own, request=made, kind=kind, author_id=by.pk, text="Вот", at=ASKED)
    return made


def test_old_remarks_get_the_department_that_wrote_them(
    before: Any, rubtsovsk: Administration, other_city: Administration
) -> None:
    culture, roads = (make_department(rubtsovsk, name) for name in ("Отдел культуры", "Отдел дорог"))
    alice = make_person(rubtsovsk, Role.PRESS_OFFICER)
    mallory = make_person(other_city, Role.PRESS_OFFICER)
    helen, former, both, later = (make_person(rubtsovsk) for _ in range(4))
    appoint(helen, Role.HEAD)
    appoint(former, Role.HEAD, until=CHANGED)
    appoint(both, Role.HEAD)
    appoint(both, Role.PRESS_HEAD)
    appoint(later, Role.HEAD, since=date(2026, 11, 26))
    kept = request(before, alice, culture, "note", "question")
    handed_over = request(before, helen, roads, "note", "readdressed", "note")
    to_a_person = request(before, former, None, "note")
    others = [request(before, one, culture) for one in (both, later)]
    elsewhere = request(before, mallory, make_department(other_city), "note")

    executor = MigrationExecutor(connection)
    after = executor.migrate([("requests", "0005_departments_of_remarks")]).apps

    remarks = after.get_model("requests", "Remark").objects.order_by("pk")
    assert list(remarks.values_list("request_id", "kind", "department_id")) == [
        (kept.pk, "note", culture.pk),
        (kept.pk, "question", culture.pk),
        (handed_over.pk, "note", None),
        (handed_over.pk, "readdressed", roads.pk),
        (handed_over.pk, "note", roads.pk),
        (to_a_person.pk, "note", None),
        (elsewhere.pk, "note", elsewhere.department_id),
    ]
    requests = after.get_model("requests", "Request").objects.order_by("pk")
    assert dict(requests.values_list("pk", "from_head")) == {
        kept.pk: False,
        handed_over.pk: True,
        to_a_person.pk: False,
        **dict.fromkeys((one.pk for one in others), False),
        elsewhere.pk: False,
    }
