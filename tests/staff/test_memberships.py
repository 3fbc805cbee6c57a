"""One person in several administrations (ADR 0021): alice of Rubtsovsk, who works in the other city too."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from tests.at_once import at_once
from tests.markup import element, elements, words
from tests.people import PASSWORD, again, client_of, make_member, make_person, sign_in
from tests.written import drafted
from veche.config.middleware import Sessions
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.staff.domain.confirm import confirm
from veche.staff.domain.dismiss import dismiss, reset_second_factor
from veche.staff.domain.grants import refuse
from veche.staff.domain.invite import accept_invite, invite, invite_again
from veche.staff.domain.mail import NOWHERE
from veche.staff.domain.memberships import accept_membership
from veche.staff.enums import Role
from veche.staff.errors import AlreadyHere, EmailTaken, InviteSpent, ResetAsked, SignsInAlready
from veche.staff.models import Administration, BrowserSession, Grant, Person

pytestmark = pytest.mark.django_db
MINE = "/people/administrations/"
FRESH_PASSWORD = "совсем другой длинный пароль"


@pytest.fixture
def elsewhere(alice: Person, other_city: Administration) -> Person:
    """alice in the other city, where she is head of press."""
    return make_member(alice, other_city, Role.PRESS_HEAD)


def go_to(browser: Client, person: Person, **more: Any) -> Any:
    return browser.post(reverse("staff:switch_administration", args=[person.pk]), more)


def city_of(browser: Client) -> str:
    return words(element(browser.get(MINE).content.decode(), "aside"))


def test_the_sign_in_page_names_the_city_only_where_it_is_the_only_one(rubtsovsk: Administration):
    def named() -> str:
        return words(element(Client().get("/me/login/").content.decode(), ".brand"))

    assert named() == "Вече Рубцовск"
    Administration.objects.create(name="Администрация Заринска", city="Заринск", time_zone="Asia/Barnaul")
    assert named() == "Вече"


def journal(city: Administration) -> list[tuple[str, int | None, str]]:
    return [(one.verb, one.actor_id, one.object_id) for one in Entry.objects.of(city).order_by("number")]


def opened_in(person: Person) -> dict[str, str]:
    return {"X-Works-In": str(person.administration_id)}


def test_an_address_signs_in_once_and_stands_once_in_an_administration(alice: Person, other_city: Administration):
    make_member(alice, other_city)

    for fields in ({"signs_in_as": None}, {"signs_in_as": alice}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.create(email=alice.email, display_name="x", administration=other_city, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=alice.pk).update(signs_in_as=alice)


@override_settings(MAILERS={"default": {"BACKEND": NOWHERE}})
def test_an_invitation_of_a_known_address_tells_it_nothing(ivan: Person, mallory: Person):
    """The answer, the lists and the opened link are the same as for an address that nobody has."""
    browser, pages = client_of(ivan), []
    for address in (mallory.email, "unknown99@example.test"):
        form = {"display_name": "Новый", "email": address, "role": "auditor"}
        answer = browser.post("/people/invite/", form)
        link = re.findall(r'value="(http[^"]+/people/invite/[^"]+)"', answer.content.decode())[0]
        made = Person.objects.of(ivan.administration).get(email=address)
        opened = Client().get(link.removeprefix("http://testserver"))
        seen = [answer, browser.get(f"/people/{made.pk}/"), browser.get("/people/"), opened]
        pages.append([_without(page.content.decode(), link, address, str(made.pk)) for page in seen])
        Person.objects.filter(pk=made.pk).update(email=f"gone{made.pk}@example.test", display_name="Прежний")
        made.invites.all().delete()

    assert pages[0] == pages[1]
    with pytest.raises(EmailTaken):
        invite(by=ivan, administration=ivan.administration, email=ivan.email, display_name="x", role=Role.AUDITOR)


def _without(page: str, *own: str) -> str:
    """The words of the page, without what differs between two invitations."""
    for one in own:
        page = page.replace(one, "…")
    return re.sub(r"\d+", "", words(page))


def test_it_is_accepted_signed_in_with_a_fresh_second_step(ivan: Person, mallory: Person):
    made = invite(
        by=ivan, administration=ivan.administration, email=mallory.email, display_name="Новый", role=Role.AUDITOR
    )
    link, member = f"/people/invite/{made.secret.reveal()}/", made.person
    stranger, browser = Client(), client_of(mallory)

    refused = stranger.post(link, {"password": FRESH_PASSWORD}).content.decode()
    assert "По этой почте в Вече уже входят, второй пароль не нужен." in refused
    with pytest.raises(SignsInAlready):
        accept_invite(secret=made.secret.reveal(), password=FRESH_PASSWORD)
    member.refresh_from_db()
    assert member.is_active is False
    assert member.has_usable_password() is False
    assert member.signs_in_as_id == mallory.pk

    assert browser.get(link).headers["Location"] == MINE
    accept = reverse("staff:accept_membership", args=[member.pk])
    assert str(member.administration) in words(element(browser.get(MINE).content.decode(), "main"))
    assert client_of(ivan).post(accept).status_code == 404
    with time_machine.travel(now() + timedelta(minutes=20)):
        assert browser.post(accept).headers["Location"].startswith("/me/2fa/reauthenticate/?next=")
    member.refresh_from_db()
    assert not member.is_active

    assert browser.post(accept).headers["Location"] == MINE
    member.refresh_from_db()
    assert member.is_active is True
    assert member.has_usable_password() is False
    assert member.check_password(PASSWORD) is False
    assert journal(ivan.administration)[-1] == ("staff.invite_accepted", member.pk, str(member.pk))
    with pytest.raises(InviteSpent):
        accept_membership(by=mallory, person=member)
    assert Client().get(link).status_code == 410


def test_who_never_accepted_or_was_dismissed_keeps_the_address_from_nobody(ivan: Person, other_city: Administration):
    """The first who accepts signs in; the other invitation is accepted signed in, and works as before."""
    city = ivan.administration
    here = invite(by=ivan, administration=city, email="n@x.test", display_name="n", role=Role.AUDITOR)
    there = invite(by=None, administration=other_city, email="n@x.test", display_name="n", role=Role.IT)

    accept_invite(secret=there.secret.reveal(), password=PASSWORD)
    with pytest.raises(SignsInAlready):
        accept_invite(secret=here.secret.reveal(), password=PASSWORD)
    first, second = (Person.objects.get(pk=one.person.pk) for one in (there, here))
    assert (first.signs_in_as_id, second.signs_in_as_id) == (None, first.pk)
    accept_membership(by=first, person=second)

    make_person(other_city, Role.IT)
    for row, keeper in ((second, ivan), (first, make_person(other_city, Role.IT))):
        row.refresh_from_db()
        dismiss(by=keeper, person=row)
    anew = invite(by=ivan, administration=city, email="n@x.test", display_name="n", role=Role.AUDITOR)
    accept_invite(secret=anew.secret.reveal(), password=FRESH_PASSWORD)
    first, second = (Person.objects.get(pk=one.person.pk) for one in (there, here))
    assert (second.check_password(FRESH_PASSWORD), first.has_usable_password()) == (True, False)
    assert first.signs_in_as_id == second.pk
    assert second.signs_in_as_id is None
    assert first.is_active is False


def test_a_session_goes_to_another_administration_and_all_tabs_with_it(alice: Person, elsewhere: Person):
    draft, city = drafted(alice), elsewhere.administration
    browser = client_of(alice)
    old = again(browser)
    page = browser.get(f"/posts/{draft.pk}/edit/").content.decode()
    form = {"works_in": re.findall(r'name="works_in" value="(\d+)"', page)[0]}
    assert f'"X-Works-In": "{alice.administration_id}"' in page
    assert browser.get(reverse("staff:switch_administration", args=[elsewhere.pk])).status_code == 405

    assert go_to(browser, elsewhere).headers["Location"] == "/"

    assert (city_of(browser).count(city.city) > 0, browser.get(f"/posts/{draft.pk}/").status_code) == (True, 404)
    assert (
        f"Открыть в администрации: {alice.administration.city}" in browser.get(f"/posts/{draft.pk}/").content.decode()
    )
    assert BrowserSession.objects.get().person_id == elsewhere.pk
    assert journal(alice.administration)[-1] == ("staff.left", alice.pk, str(alice.pk))
    assert journal(city)[-1] == ("staff.entered", elsewhere.pk, str(elsewhere.pk))

    # A request of the other tab that was under way has the former key: it is led to the sign-in, and the new key stays.
    late = old.get("/", headers={"HX-Request": "true"})
    assert (late.headers["HX-Redirect"].startswith("/me/login/"), settings.SESSION_COOKIE_NAME in late.cookies) == (
        True,
        False,
    )

    freeze = {"reason": "Пожар", **form}
    refused = browser.post(reverse("outbox:freeze"), freeze)
    said = f"Эта страница открыта в другой администрации, а вы уже перешли: сейчас это {city}."
    assert (refused.status_code, said in words(refused.content.decode())) == (403, True)
    autosave = {"X-Autosave": "1", **opened_in(alice)}
    assert browser.post(f"/posts/{draft.pk}/save/", {}, headers=autosave).json()["say"].startswith(said)
    htmx = {"HX-Request": "true", **opened_in(alice)}
    assert browser.post(reverse("outbox:freeze"), freeze, headers=htmx).headers["HX-Redirect"] == MINE
    assert browser.get("/", headers=htmx).headers["HX-Redirect"] == MINE
    assert browser.get("/", headers={"X-Poll": "1", **htmx}).status_code == 204
    earlier = browser.post(reverse("outbox:freeze"), {"reason": "Пожар"})
    assert (earlier.status_code, "открыта раньше" in earlier.content.decode()) == (403, True)
    assert "outbox.frozen" not in {verb for verb, *_ in journal(alice.administration) + journal(city)}

    assert go_to(browser, alice, next=f"/posts/{draft.pk}/").headers["Location"] == f"/posts/{draft.pk}/"
    assert browser.get(f"/posts/{draft.pk}/").status_code == 200


def test_signing_in_opens_where_the_person_worked_last(alice: Person, elsewhere: Person):
    browser = client_of(alice)
    go_to(browser, elsewhere)
    first, second = Client(), Client()

    sign_in(alice, first)

    assert BrowserSession.objects.get(session_key=first.session.session_key).person_id == elsewhere.pk
    assert elsewhere.administration.city in city_of(first)
    assert journal(elsewhere.administration)[-1] == ("staff.entered", elsewhere.pk, str(elsewhere.pk))
    assert journal(alice.administration)[-1] == ("staff.signed_in", alice.pk, str(alice.pk))

    Person.objects.filter(pk=elsewhere.pk).update(is_active=False)
    with time_machine.travel(now() + timedelta(minutes=2)):  # a code works once
        sign_in(alice, second)
        assert alice.administration.city in city_of(second)


def test_nobody_goes_where_they_do_not_work(alice: Person, elsewhere: Person, mallory: Person, bob: Person):
    browser = client_of(alice)
    Person.objects.filter(pk=elsewhere.pk).update(is_active=False)

    answers = [go_to(one, to).status_code for one in (browser, client_of(bob)) for to in (elsewhere, mallory)]

    assert answers == [404] * 4
    assert "works_in" not in client_of(bob).get("/").content.decode()


def test_one_password_and_one_second_step_for_both(alice: Person, elsewhere: Person):
    """Pages of the sign-in library are about the row that signs in, whoever it works as."""
    browser = Client()
    sign_in(alice, browser)
    go_to(browser, elsewhere)
    home = client_of(alice)
    assert home.get(MINE).status_code == 200

    assert "Приложение с кодами" in browser.get("/me/2fa/").content.decode()
    assert len(re.findall(r"sessions/[0-9a-f]{32}/end/", browser.get("/people/sessions/").content.decode())) == 1
    changed = browser.post(
        "/me/password/change/",
        {"oldpassword": PASSWORD, "password1": FRESH_PASSWORD, "password2": FRESH_PASSWORD},
    )
    assert changed.status_code == 302
    alice.refresh_from_db()
    assert alice.check_password(FRESH_PASSWORD)
    assert (browser.get(MINE).status_code, home.get(MINE).status_code) == (200, 302)
    assert elsewhere.administration.city in city_of(browser)


def test_dismissed_in_one_works_in_the_other(ivan: Person, alice: Person, elsewhere: Person):
    """The row that signed in is dismissed: the other takes over password, second step and the session."""
    here, there = client_of(alice), client_of(elsewhere)
    code = Authenticator.objects.get(user=alice, type="totp")
    secret = decrypt(code.data["secret"])

    dismiss(by=ivan, person=alice)

    assert (here.get(MINE).status_code, there.get(MINE).status_code) == (302, 200)
    moved = Authenticator.objects.get(type="totp", pk=code.pk)
    assert (moved.user_id, decrypt(moved.data["secret"]) == secret) == (elsewhere.pk, True)
    browser = Client()
    sign_in(Person.objects.get(pk=elsewhere.pk), browser)
    assert elsewhere.administration.city in city_of(browser)
    assert journal(elsewhere.administration)[-2:] == [
        ("staff.signs_in_here", None, str(elsewhere.pk)),
        ("staff.signed_in", elsewhere.pk, str(elsewhere.pk)),
    ]

    # Invited again where they were dismissed, they accept it signed in: nothing of the sign-in is begun anew.
    anew = invite(by=ivan, administration=ivan.administration, email=alice.email, display_name="a", role=Role.AUDITOR)
    assert (anew.person.pk, Authenticator.objects.filter(pk=code.pk).exists()) == (alice.pk, True)
    with pytest.raises(SignsInAlready):
        accept_invite(secret=anew.secret.reveal(), password=FRESH_PASSWORD)
    accept_membership(by=Person.objects.get(pk=elsewhere.pk), person=anew.person)
    assert go_to(browser, alice).status_code == 302
    assert alice.administration.city in city_of(browser)


def test_dismissed_where_somebody_else_signs_in(alice: Person, elsewhere: Person, other_city: Administration):
    keeper = make_person(other_city, Role.IT)
    here, there = client_of(alice), client_of(elsewhere)

    dismiss(by=keeper, person=elsewhere)

    assert (here.get(MINE).status_code, there.get(MINE).status_code) == (200, 302)
    assert not there.get("/").wsgi_request.user.is_authenticated
    assert "works_in" not in here.get(MINE).content.decode()
    with pytest.raises(AlreadyHere):
        invite_again(by=keeper, person=Person.objects.get(pk=elsewhere.pk))


def test_a_session_of_a_dismissed_member_is_nobodys_not_the_other_rows(alice: Person, elsewhere: Person):
    there = client_of(elsewhere)
    Person.objects.filter(pk=elsewhere.pk).update(is_active=False)

    assert there.get(MINE).status_code == 302


def test_a_reset_of_the_second_step_asks_both(ivan: Person, carol: Person, alice: Person, elsewhere: Person):
    boss = make_person(elsewhere.administration, Role.HEAD)
    there = client_of(elsewhere)
    reset_second_factor(by=ivan, person=alice)
    grants = {grant.administration_id: grant for grant in Grant.objects.all()}
    assert {city: one.asked_by_id for city, one in grants.items()} == {
        alice.administration_id: ivan.pk,
        elsewhere.administration_id: None,
    }
    page = client_of(boss).get("/people/waiting/").content.decode()
    assert ("отдел ИТ другой администрации" in page, str(ivan) in page) == (True, False)
    with pytest.raises(ResetAsked):
        reset_second_factor(by=ivan, person=alice)

    confirm(by=carol, grant=grants[alice.administration_id])
    assert Authenticator.objects.filter(user=alice, type="totp").exists()
    confirm(by=boss, grant=grants[elsewhere.administration_id])

    assert not Authenticator.objects.filter(user=alice).exists()
    assert there.get(MINE).status_code == 302
    assert [journal(city)[-1][:2] for city in (alice.administration, elsewhere.administration)] == [
        ("staff.second_factor_reset", None),
        ("staff.second_factor_reset", boss.pk),
    ]


def test_a_reset_that_one_refuses_ends_in_both(ivan: Person, carol: Person, alice: Person, elsewhere: Person):
    reset_second_factor(by=ivan, person=alice)

    refuse(by=carol, grant=Grant.objects.of(alice.administration).get())

    assert not Grant.objects.exists()
    assert Authenticator.objects.filter(user=alice, type="totp").exists()
    assert journal(elsewhere.administration)[-1] == ("staff.reset_refused", None, str(elsewhere.pk))


def test_a_request_whose_session_got_another_key_meanwhile_is_answered_as_usual(alice: Person):
    """Its act is done, so it must not say that nothing was. Its cookie would take the new key's place."""
    browser = client_of(alice)
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value

    def act(request: HttpRequest) -> HttpResponse:
        request.session["said"] = "Сохранено"
        BrowserSession.objects.unscoped().delete()
        return HttpResponse("done")

    answer = Sessions(act)(request)

    assert isinstance(answer, HttpResponse)
    assert answer.content == b"done"
    assert dict(answer.cookies) == {}
    assert BrowserSession.objects.count() == 0


def test_the_menu_costs_one_query_more_and_only_who_works_in_several(alice: Person, other_city: Administration):
    def asked() -> tuple[int, list[str]]:
        """Queries of the page, and the city that it names on a phone."""
        browser = client_of(alice)
        browser.get("/")
        with CaptureQueriesContext(connection) as queries:
            page = browser.get("/").content.decode()
        return len(queries), [words(one) for one in elements(page, "p.works-in")]

    alone, nothing = asked()
    make_member(alice, other_city, Role.PRESS_HEAD)

    assert nothing == []
    assert asked() == (alone + 1, [alice.administration.city])


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_go_on_at_once_leave_one_session(alice: Person, elsewhere: Person):
    browser = client_of(alice)
    tabs = [again(browser) for _ in range(2)]

    at_once(*(lambda tab=tab: go_to(tab, elsewhere) for tab in tabs), refused=())

    assert [one.person_id for one in BrowserSession.objects.all()] == [elsewhere.pk]
    assert [verb for verb, *_ in journal(alice.administration)] == ["staff.left"]
    assert sum(settings.SESSION_COOKIE_NAME in tab.cookies and tab.get(MINE).status_code == 200 for tab in tabs) == 1
