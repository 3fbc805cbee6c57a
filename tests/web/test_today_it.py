"""IT's «Сегодня»: keys, second factors and alarms, also without problems."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_account, make_act, settle
from tests.markup import element
from tests.people import appoint, client_of, founded, make_person
from tests.web.test_today import words
from veche.accounts.domain.abilities import POSTS_WAIT
from veche.accounts.domain.page_changes import note_page_change
from veche.accounts.enums import KeySlot, PageChangeKind
from veche.accounts.models import Account, Key
from veche.journal.domain.checked import check
from veche.kernel.clock import now
from veche.networks.protocol import NetworkError, Slot
from veche.outbox.domain import divergence as posts
from veche.outbox.domain.results import did_not_happen
from veche.outbox.enums import ActState, DivergenceKind
from veche.outbox.models import Act
from veche.staff.domain.second_step import MOST_WRONG_CODES, note_wrong_code
from veche.staff.enums import Role
from veche.staff.models import Administration, Person


@pytest.fixture
def account(rubtsovsk: Administration, ivan: Person) -> Account:
    """An account, with somebody of the press invited, so that it is not the first day."""
    settle(rubtsovsk)
    appoint(ivan, Role.PRESS_HEAD, since=date(2099, 2, 1))
    return make_account(rubtsovsk, responsible=ivan)


def give_key(account: Account, by: Person, **fields: object) -> None:
    Key.objects.of(account.administration).filter(account=account, slot=KeySlot.COMMUNITY).delete()
    Key.objects.create(
        administration=account.administration,
        account=account,
        slot=KeySlot.COMMUNITY,
        sealed="-",
        added_by=by,
        **fields,
    )


def test_a_calm_day_says_what_was_looked_at(ivan: Person, account: Account):
    give_key(account, ivan)
    check(founded(ivan.administration))

    said = words(client_of(ivan))

    for sentence in (
        "Ключи, входы и журнал в порядке",
        "Тревог нет",
        "всё цело",
        f"{account.title} VK всё в порядке",
        "Второй шаг включён у всех: 1.",
    ):
        assert sentence in said
    assert ("Опаздывает" in said, "Ждёт вас" in said) == (False, False)


def test_what_asks_for_a_hand_is_named_with_its_verb(ivan: Person, rubtsovsk: Administration, account: Account):
    give_key(account, ivan, refused_at=now(), refusal="Ключ отозван.")
    note_page_change(account=account, kind=PageChangeKind.PAGE, what="title")
    late = make_person(rubtsovsk, Role.PRESS_OFFICER, name="новичок", second_factor=False)
    appoint(make_person(rubtsovsk, name="куратор"), Role.CURATOR)

    said = words(client_of(ivan))

    for sentence in (
        "Одно предупреждение сверху, одна тревога, один ключ, у одного сотрудника нет второго шага, один не входит",
        "сеть не приняла ключ К ключам",
        "изменили в сети, скажите, чьё это",
        "новичок второго шага нет, попросим при входе Открыть",
        "куратор куратор без отдела Выбрать отдел",
        "Второй шаг нужен троим, включили двое.",
    ):
        assert sentence in said
    assert late.is_active


def test_a_second_step_that_was_closed_stands_first(ivan: Person, alice: Person, rubtsovsk: Administration):
    appoint(make_person(rubtsovsk, name="куратор"), Role.CURATOR)
    for _time in range(MOST_WRONG_CODES):
        note_wrong_code(alice, "totp")

    said = words(client_of(ivan))

    closed = said.index("alice 20 неверных кодов за сутки: второй шаг закрыт для кодов Разобраться")
    assert closed < said.index("куратор без отдела")


def test_the_first_day_names_the_first_steps(ivan: Person):
    said = words(client_of(ivan))

    for sentence in (
        "Четыре дела",
        "С чего начать 4 Подключите первую страницу города покажем",
        "Пригласите пресс-службу",
        "Заведите отделы и кураторов",
        "Проверьте рабочее время",
        "Тревог нет",
        "Ключей ещё нет",
    ):
        assert sentence in said
    assert "2 тревоги" not in said


def test_each_first_step_stays_until_it_is_done(ivan: Person, rubtsovsk: Administration):
    make_account(rubtsovsk, responsible=ivan)
    settle(rubtsovsk)
    connected = words(client_of(ivan))
    appoint(make_person(rubtsovsk, name="начальник"), Role.PRESS_HEAD)

    assert "С чего начать 1 Пригласите пресс-службу" in connected
    assert "С чего начать" not in words(client_of(ivan))


def test_a_post_that_somebody_else_removed_is_an_alarm(ivan: Person, account: Account):
    give_key(account, ivan)
    act = make_act(account, title="Каток", state=ActState.CONFIRMED, proof="read_back")
    found = posts.open_divergence(act=act, kind=DivergenceKind.GONE)
    assert found is not None

    said = words(client_of(ivan))

    assert "Одна тревога, один ключ" in said
    assert "Каток VK запись убрали в сети, не мы" in said
    assert "Тревог нет" not in said
    posts.mark_seen(divergence=found, by=ivan)
    assert "Новых чужих изменений на страницах и в записях не видно." in words(client_of(ivan))


def test_a_key_that_ends_is_said_with_its_day(ivan: Person, account: Account):
    give_key(account, ivan, expires_at=now() + timedelta(days=90))

    assert "всё в порядке, ключ до" in words(client_of(ivan))


def test_who_is_of_the_press_too_sees_the_days_work(ivan: Person):
    appoint(ivan, Role.PRESS_OFFICER)

    assert "Ждёт вас" in words(client_of(ivan))


def test_six_people_are_named_and_the_rest_on_demand(ivan: Person, rubtsovsk: Administration):
    for number in range(8):
        make_person(rubtsovsk, Role.PRESS_OFFICER, name=f"кто{number}", second_factor=False)
    browser = client_of(ivan)

    def shown(query: str) -> tuple[int, bool]:
        card = element(browser.get(f"/{query}").content.decode(), "section[aria-labelledby=entrances]")
        return card.count("второго шага нет"), "И ещё 2" in card

    assert (shown(""), shown("?all=entrances")) == ((6, True), (8, False))
    assert "у восьми сотрудников нет второго шага" in words(browser)


def test_it_costs_the_same_for_many(
    ivan: Person, rubtsovsk: Administration, account: Account, django_assert_max_num_queries: DjangoAssertNumQueries
):
    give_key(account, ivan)
    browser = client_of(ivan)
    browser.get("/")
    with django_assert_max_num_queries(20) as few:
        browser.get("/")
    for _each in range(4):
        give_key(make_account(rubtsovsk, responsible=ivan), ivan, refused_at=now())
        make_person(rubtsovsk, Role.PRESS_OFFICER, second_factor=False)

    with django_assert_max_num_queries(len(few)):
        browser.get("/")


def test_a_revoked_key_is_named_until_it_is_replaced(ivan: Person, account: Account):
    give_key(account, ivan, revoked_at=now())

    said = words(client_of(ivan))

    assert f"ВКонтакте: ключ сообщества отозван. {POSTS_WAIT} К ключам" in said
    Key.objects.create(
        administration=account.administration, account=account, slot=KeySlot.COMMUNITY, sealed="-", added_by=ivan
    )
    assert "отозван" not in words(client_of(ivan))


def test_a_refusal_that_blames_the_rights_stands_until_the_act_is_over(ivan: Person, account: Account):
    give_key(account, ivan)
    act = make_act(account, title="Каток", state=ActState.PREPARING)
    advice = "У бота не хватает прав в Телеграме."
    did_not_happen(act, NetworkError(advice, code="tg_403", permanent=True, key_slot=Slot.BOT))

    said = words(client_of(ivan))

    assert "Одна тревога, один ключ" in said
    assert f"{account.title} VK сеть отказала" in said
    assert f"не ушло: 1 . {advice} К ключам" in said or f"не ушло: 1. {advice}" in said
    act.refresh_from_db()
    assert act.state == ActState.FAILED
    Act.objects.filter(pk=act.pk).update(state=ActState.CANCELLED)
    assert "Тревог нет" in words(client_of(ivan))
