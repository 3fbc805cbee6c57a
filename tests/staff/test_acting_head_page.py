from datetime import timedelta

from django.urls import reverse

from tests.midday import TODAY, midday  # noqa: F401 -- the fixture
from tests.people import client_of, stand_in
from veche.staff.domain.roles import forget_roles, roles_of
from veche.staff.enums import Role
from veche.staff.models import Deputy, Person

PAGE = reverse("staff:acting_head")
ADD = reverse("staff:add_acting_head")
DAYS = {"since": TODAY.isoformat(), "until": (TODAY + timedelta(days=7)).isoformat()}


def test_the_head_names_who_acts_and_ends_it(helen: Person, dora: Person):
    browser = client_of(helen)
    assert PAGE in browser.get("/").content.decode()  # the menu

    refused = browser.post(ADD, {"stand_in": dora.pk, **DAYS})
    assert (refused.status_code, Deputy.objects.count()) == (422, 0)
    assert "Впишите номер и день распоряжения." in refused.content.decode()

    browser.post(ADD, {"stand_in": dora.pk, **DAYS, "basis": "№ 45-р"})
    [made] = Deputy.objects.all()
    assert made.absent == helen
    assert made.stand_in == dora
    assert made.role == Role.HEAD
    assert roles_of(dora) == {Role.DEPUTY_HEAD, Role.HEAD}
    assert "№ 45-р" in browser.get(PAGE).content.decode()

    browser.post(reverse("staff:end_acting_head", args=[made.pk]))
    forget_roles(dora)
    assert roles_of(dora) == {Role.DEPUTY_HEAD}


def test_whoever_acts_for_the_head_reads_it_and_names_nobody(helen: Person, dora: Person):
    made = stand_in(dora, helen, Role.HEAD)
    browser = client_of(dora)

    page = browser.get(PAGE).content.decode()
    assert "Другую замену назначит сам Глава" in page
    assert ADD not in page
    assert browser.get(ADD).status_code == 403
    assert browser.post(reverse("staff:end_acting_head", args=[made.pk])).status_code == 403


def test_the_head_ends_no_other_deputyship(helen: Person, carol: Person, dave: Person):
    made = stand_in(dave, carol, Role.PRESS_HEAD)

    assert client_of(helen).post(reverse("staff:end_acting_head", args=[made.pk])).status_code == 403
    assert Deputy.objects.filter(pk=made.pk).exists()
