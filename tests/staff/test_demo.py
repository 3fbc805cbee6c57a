"""One-click sign-in exists in the demo city only."""

from collections.abc import Iterator
from importlib import reload
from typing import Any

import pytest
from django.test import Client
from django.urls import clear_url_caches

from tests.people import make_member, make_person
from veche.config import urls
from veche.journal.models import Entry
from veche.staff import urls as staff_urls
from veche.staff.enums import Role
from veche.staff.models import Administration, Person


def here(**kwargs: Any) -> Client:
    """A client on the demo's machine."""
    return Client(SERVER_NAME="127.0.0.1", **kwargs)


def _addresses_anew() -> None:
    reload(staff_urls)
    reload(urls)
    clear_url_caches()


@pytest.fixture
def rubtsovsk(rubtsovsk: Administration) -> Administration:
    """The administration as the demo's seeding creates it."""
    rubtsovsk.training = True
    rubtsovsk.save(update_fields=["training"])
    return rubtsovsk


@pytest.fixture
def demo(settings) -> Iterator[None]:
    before = settings.DEMO
    settings.DEMO = True
    _addresses_anew()
    yield
    settings.DEMO = before
    _addresses_anew()


@pytest.fixture
def after_the_demo(demo: None, settings) -> None:
    """The same installation, restarted without VECHE_DEMO."""
    settings.DEMO = False
    _addresses_anew()


def statuses(browser: Client) -> tuple[int, int]:
    return browser.get("/demo/").status_code, browser.post("/demo/sign-in/it/").status_code


@pytest.mark.parametrize("path", ["/demo/", "/demo/sign-in/it/"])
def test_outside_the_demo_there_is_no_such_door(path: str, after_the_demo: None, ivan: Person):
    assert (here().get(path).status_code, here().post(path).status_code) == (404, 404)


def test_the_view_itself_refuses_outside_the_demo(demo: None, settings, ivan: Person):
    settings.DEMO = False

    assert (here().get("/demo/").status_code, here().post("/demo/sign-in/it/").status_code) == (404, 404)


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::7", ""])
def test_only_this_machine_finds_the_door(demo: None, ivan: Person, address: str):
    stranger = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR=address)

    assert (stranger.get("/demo/").status_code, stranger.post("/demo/sign-in/it/").status_code) == (404, 404)


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "Via", "CF-Connecting-IP", "X-Client-IP"],
)
def test_a_proxy_finds_no_door(demo: None, ivan: Person, header: str):
    proxy = {header: "192.0.2.7"}

    assert statuses(here(headers=proxy)) == (404, 404)


@pytest.mark.parametrize(
    "chosen", [{"TLS": True, "SECURE_SSL_REDIRECT": False}, {"ORIGIN": "https://veche.example.ru"}], ids=str
)
def test_a_public_address_has_no_door(demo: None, settings, ivan: Person, chosen: dict[str, Any]):
    for name, value in chosen.items():
        setattr(settings, name, value)

    assert statuses(here()) == (404, 404)


def test_another_host_name_finds_no_door(demo: None, settings, ivan: Person):
    settings.ALLOWED_HOSTS = ["veche.example.ru"]

    assert statuses(Client(SERVER_NAME="veche.example.ru")) == (404, 404)


def test_a_real_administration_has_no_door(demo: None, ivan: Person):
    """Its keys do not show that it is real: only administrations made by the seeding can be entered."""
    Administration.objects.filter(pk=ivan.administration_id).update(training=False)

    assert statuses(here()) == (404, 404)


def test_one_real_administration_closes_the_door_of_all(demo: None, ivan: Person, other_city: Administration):
    assert statuses(here()) == (404, 404)


def test_a_demo_session_ends_at_a_proxy(demo: None, rubtsovsk: Administration):
    make_person(rubtsovsk, Role.HEAD, second_factor=False)
    browser = here()
    browser.post("/demo/sign-in/head/")

    answer = browser.get("/journal/", headers={"X-Forwarded-For": "192.0.2.7"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/me/login/?next=/journal/")


def test_a_button_lets_in_without_password_and_second_factor(demo: None, rubtsovsk: Administration):
    keeper = make_person(rubtsovsk, Role.IT, second_factor=False)
    browser = here()

    answer = browser.post("/demo/sign-in/it/")

    assert answer.headers["Location"] == "/"
    assert browser.get("/people/").status_code == 200
    entry = Entry.objects.of(rubtsovsk).get()
    assert entry.verb == "staff.signed_in"
    assert entry.actor_id == keeper.pk
    assert entry.facts == {"steps": ["demo"]}


def test_a_demo_session_is_worthless_outside_the_demo(demo: None, settings, rubtsovsk: Administration):
    make_person(rubtsovsk, Role.HEAD, second_factor=False)
    browser = here()
    browser.post("/demo/sign-in/head/")
    before = browser.get("/journal/").status_code
    settings.DEMO = False

    answer = browser.get("/journal/")

    assert before == 200
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/me/login/?next=/journal/"
    assert "_auth_user_id" not in browser.session


def test_there_is_a_door_for_each_role_that_somebody_has(demo: None, rubtsovsk: Administration):
    people = [make_person(rubtsovsk, role) for role in (Role.HEAD, Role.AUDITOR)]

    page = here().get("/demo/")

    assert [(door.name, door.person) for door in page.context["doors"]] == list(
        zip((Role.HEAD, Role.AUDITOR), people, strict=True)
    )


def test_who_works_in_several_administrations_has_a_door(demo: None, rubtsovsk: Administration, bob: Person):
    """It opens the administration in which they worked last."""
    elsewhere = Administration.objects.create(name="Район", city="Район", time_zone="Asia/Barnaul", training=True)
    member = make_member(bob, elsewhere, Role.PRESS_HEAD)
    browsers = here(), here()

    for browser in browsers:
        assert browser.post("/demo/sign-in/several/").headers["Location"] == "/"
        browser.post(f"/people/administrations/{member.pk}/open/", {"works_in": bob.administration_id})

    told = [(one.administration_id, one.verb) for one in Entry.objects.order_by("pk")]
    assert "сотрудник двух администраций" in here().get("/demo/").content.decode()
    assert told[:3] == [
        (rubtsovsk.pk, "staff.signed_in"),
        (rubtsovsk.pk, "staff.left"),
        (elsewhere.pk, "staff.entered"),
    ]
    assert told[3:5] == [(rubtsovsk.pk, "staff.signed_in"), (elsewhere.pk, "staff.entered")]


@pytest.mark.parametrize("role", ["it", "mayor", "several"])
def test_a_role_that_nobody_has_is_not_there(demo: None, role: str, helen: Person):
    assert here().post(f"/demo/sign-in/{role}/").status_code == 404


def test_the_buttons_need_a_token(demo: None, helen: Person):
    assert here(enforce_csrf_checks=True).post("/demo/sign-in/head/").status_code == 403


def test_the_login_page_leads_to_the_buttons_in_the_demo_only(demo: None, settings, db: None):
    in_the_demo = here().get("/me/login/").content.decode()
    settings.DEMO = False
    _addresses_anew()

    assert ('href="/demo/"' in in_the_demo, "/demo/" in here().get("/me/login/").content.decode()) == (True, False)
