"""«Сегодня» of a new administration: where to begin."""

from django.urls import reverse

from tests.factories import make_account, settle
from tests.markup import elements
from tests.people import client_of
from veche.staff.models import Person


def test_the_head_of_press_is_led_to_departments_and_hours(carol: Person):
    def told() -> list[str]:
        return [row.what for row in client_of(carol).get(reverse("web:today")).context["mine"].rows]

    before = told()
    settle(carol.administration)

    assert (before, told()) == (["Заведите отделы и кураторов", "Проверьте рабочее время"], [])


def test_on_the_first_day_it_is_told_where_to_begin(ivan: Person, alice: Person):
    links = [reverse("accounts:connect"), reverse("staff:invite")]

    def told(person: Person) -> list[bool]:
        page = client_of(person).get(reverse("web:today")).content.decode()
        steps = "".join(elements(page, "section[aria-labelledby=first]"))
        return [f'href="{link}"' in steps for link in links]

    before = told(ivan), told(alice)
    make_account(alice.administration, responsible=alice)

    assert before == ([True, False], [False, False])  # alice is of the press service already
    assert told(ivan) == [False, False]
