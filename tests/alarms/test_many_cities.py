"""The schedule needs the same number of queries for any number of administrations."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import founded, make_person
from veche.alarms.domain.notice import notice
from veche.alarms.enums import About
from veche.alarms.models import Alarm
from veche.journal.domain.heads import head_path
from veche.staff.enums import Role
from veche.staff.models import Administration


def cities(number: int) -> list[Administration]:
    """Administrations with a journal, an external mark, and a person of IT."""
    found = [Administration.objects.create(name=f"Администрация {one}", city=f"Город {one}") for one in range(number)]
    for one in found:
        founded(one)
        make_person(one, Role.IT, name=f"ит{one.pk}")
    return found


def queries() -> int:
    with CaptureQueriesContext(connection) as captured:
        notice()
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_cities_that_are_at_rest(db: None) -> None:
    cities(2)
    few = queries()

    cities(7)

    assert (queries(), Alarm.objects.count()) == (few, 0)


def test_of_many_cities_the_broken_one_alone_is_told(db: None) -> None:
    broken, *_others = cities(3)
    mark = head_path(broken.pk)
    whole = mark.read_text(encoding="utf-8")
    mark.write_text(whole.replace('"number": 1', '"number": 5'), encoding="utf-8")

    told = [notice(), notice()]
    of = list(Alarm.objects.values_list("administration", "kind"))
    mark.write_text(whole, encoding="utf-8")

    assert (told, of) == ([1, 0], [(broken.pk, About.JOURNAL)])
    assert (notice(), Alarm.objects.count()) == (0, 0)
