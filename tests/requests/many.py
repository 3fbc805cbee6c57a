"""Three hundred open requests to forty departments, for counts of queries and for the bench."""

from datetime import timedelta

from tests.people import make_department, make_person
from veche.kernel.clock import now
from veche.requests.enums import RequestState
from veche.requests.models import Attachment, Remark, Request
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

STATES = (RequestState.ASKED, RequestState.ASKED, RequestState.RETURNED, RequestState.REFUSED, RequestState.QUESTION)


def many(administration: Administration, by: Person, *, departments: int = 40, requests: int = 300) -> list[Person]:
    """Create them and return the curators. The first department has thirty of them, the others share the rest."""
    bodies = [make_department(administration, f"Отдел номер {number}") for number in range(departments)]
    curators = [
        make_person(administration, Role.CURATOR, department=one, second_factor=one is bodies[0]) for one in bodies
    ]
    moment = now()
    rows = [
        Request(
            administration=administration,
            kind=("material", "facts", "agree", "plan")[number % 4],
            title=f"Двор на Тракторной, {number}: три фото после уборки",
            text="Нужны три фото и пара слов, что уже готово. " * 3,
            asked_by=by,
            asked_at=moment - timedelta(days=2),
            addressed_at=moment - timedelta(days=2),
            due_at=moment + timedelta(hours=number - 60),
            department=bodies[0 if number < 30 else number % departments],
            state=STATES[number % 5],
            question_at=moment if STATES[number % 5] == RequestState.QUESTION else None,
        )
        for number in range(requests)
    ]
    made = Request.objects.bulk_create(rows)
    Remark.objects.bulk_create(
        Remark(administration=administration, request=one, author=by, from_press=True, text="Ждём с утра.", at=moment)
        for one in made
        for _ in range(3)
    )
    assert not Attachment.objects.of(administration).exists()
    return curators
