"""Public figures: one administration, a whole month, nothing from which one person could be known."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.appeals.conftest import SLUG, open_pages, ruled
from tests.factories import make_account, make_message
from tests.markup import attribute, element, elements, words
from tests.people import client_of
from veche.appeals.domain.statistics import figures_of
from veche.appeals.domain.submit import submit
from veche.appeals.domain.tickets import issue
from veche.appeals.enums import AppealState
from veche.appeals.models import Appeal, AppealSettings
from veche.inbox.models import Message
from veche.moderation.domain.retention import change, erase_due
from veche.moderation.models import Ruling
from veche.staff.models import Administration, Person

OCTOBER, DECEMBER = datetime(2026, 10, 12, 5, tzinfo=UTC), datetime(2026, 12, 2, 5, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 12, 5, tzinfo=UTC)
FIRST = NOVEMBER.date().replace(day=1)


@pytest.fixture
def deleted(rubtsovsk: Administration, alice: Person, terms: AppealSettings) -> list[Ruling]:
    """Nine deletions of November, one of October."""
    account = make_account(rubtsovsk, responsible=alice)
    made = [ruled(rubtsovsk, alice, account=account) for _ in range(10)]
    for ruling, ground in zip(made, ["spam"] * 6 + ["insult"] * 2 + ["obscene"] * 2, strict=True):
        Ruling.objects.filter(pk=ruling.pk).update(at=NOVEMBER, ground=ground)
    Ruling.objects.filter(pk=made[-1].pk).update(at=OCTOBER)
    make_message(account, text="Спасибо", at=NOVEMBER)
    return made


def test_small_numbers_are_not_told(
    deleted: list[Ruling], terms: AppealSettings, rubtsovsk: Administration, bob: Person, mallory: Person
) -> None:
    account = make_account(mallory.administration, responsible=mallory)
    Ruling.objects.filter(pk=ruled(mallory.administration, mallory, account=account).pk).update(at=NOVEMBER)
    for number, ruling in enumerate(deleted[:5]):
        appeal = submit(ticket=issue(decision=ruling, by=None).ticket, terms=terms, text="Верните")
        Appeal.objects.filter(pk=appeal.pk).update(
            at=NOVEMBER,
            state=AppealState.UPHELD,
            reason="Так",
            decided_by=bob,
            decided_at=NOVEMBER + timedelta(hours=number + 1),
            next_notice_at=None,
        )
    with time_machine.travel(DECEMBER):
        month = figures_of(rubtsovsk, FIRST)
        page = Client().get(f"/comments/{SLUG}/").content.decode()
        desk = client_of(bob).get("/").content.decode()
    assert (month.first.month, month.of) == (11, 11)
    assert (month.deleted, month.appeals, month.restored) == (9, 5, 0)
    assert month.median == timedelta(hours=3)
    told = {one.name: one.number for one in month.grounds}
    assert told == {"Спам": 6, "Оскорбление": None, "Нецензурная брань": None}
    assert "ноябрь 2026" in page
    assert "жалоб" not in desk


def test_earlier_months_stay_readable_when_their_words_are_erased(
    terms: AppealSettings, rubtsovsk: Administration, alice: Person, carol: Person
) -> None:
    url, account = f"/comments/{terms.slug}/figures/2026-11/", make_account(rubtsovsk, responsible=alice)
    for moment, number in ((OCTOBER, 1), (NOVEMBER, 6)):
        with time_machine.travel(moment, tick=False):
            for _ in range(number):
                ruled(rubtsovsk, alice, account=account)
    with time_machine.travel(DECEMBER, tick=False):
        before = Client().get(url).content.decode()
        listed = elements(element(Client().get(f"/comments/{SLUG}/").content.decode(), ".public-months"), "a")
        address = f"/comments/{SLUG}/figures/"
        assert [attribute(one, "a", "href") for one in listed] == [f"{address}2026-10/", address]
        every = elements(element(Client().get(address).content.decode(), ".public-all-months"), "a")
        assert [words(one) for one in every] == ["Ноябрь", "Октябрь"]
    with time_machine.travel(DECEMBER.replace(year=2028), tick=False):
        change(administration=rubtsovsk, by=carol, months=12, norm="номенклатура дел, 04-12")
        assert erase_due() == 7
        after = Client().get(url).content.decode()
        assert [Client().get(f"/comments/{SLUG}/figures/{name}/").status_code for name in ("2028-12", "1")] == [404] * 2
    assert (figures(after), "Оскорбление 6" in figures(before)) == (figures(before), True)


def figures(page: str) -> str:
    return " ".join(words(one) for one in [*elements(page, ".public-bars"), *elements(page, ".public-list")])


def test_one_small_ground_hides_the_next_and_today_names_who_may_decide(
    deleted: list[Ruling], terms: AppealSettings, rubtsovsk: Administration, alice: Person, bob: Person
) -> None:
    Ruling.objects.filter(pk=deleted[8].pk).update(ground="insult")
    submit(ticket=issue(decision=deleted[0], by=None).ticket, terms=terms, text="Верните")
    assert "Одна жалоба на удаление ждёт" in client_of(bob).get("/").content.decode()
    assert "жалоба на удаление" not in client_of(alice).get("/").content.decode()
    with time_machine.travel(DECEMBER):
        month = figures_of(rubtsovsk, FIRST)
    # 6 and 3: the sum would tell the 3.
    assert [one.number for one in month.grounds] == [None, None]
    assert month.deleted == 9


def test_small_grounds_that_their_sum_would_tell_hide_the_next(
    deleted: list[Ruling], terms: AppealSettings, rubtsovsk: Administration
) -> None:
    Ruling.objects.filter(pk=deleted[6].pk).update(ground="spam")
    with time_machine.travel(DECEMBER):
        month = figures_of(rubtsovsk, FIRST)
    # 7, 1 and 1: nine without seven is two, so each is one.
    assert [one.number for one in month.grounds] == [None, None, None]


def test_a_month_with_few_comments_does_not_say_how_many(
    terms: AppealSettings, rubtsovsk: Administration, alice: Person
) -> None:
    ruling = ruled(rubtsovsk, alice)
    Ruling.objects.filter(pk=ruling.pk).update(at=NOVEMBER)
    Message.objects.update(at=NOVEMBER)
    with time_machine.travel(DECEMBER):
        assert figures_of(rubtsovsk, FIRST).of is None
        page = Client().get(f"/comments/{SLUG}/").content.decode()
    assert "1 комментар" not in page


def test_nothing_is_said_of_the_time_before_veche(rubtsovsk: Administration, alice: Person, carol: Person) -> None:
    """An administration that began in December has not deleted nothing in November: nobody has kept it."""
    with time_machine.travel(DECEMBER, tick=False):
        terms = open_pages(rubtsovsk, carol)
        make_message(make_account(rubtsovsk, responsible=alice), text="Спасибо", at=NOVEMBER)
        page = words(Client().get(f"/comments/{terms.slug}/").content.decode())
        every = words(Client().get(f"/comments/{terms.slug}/figures/").content.decode())
        missing = Client().get(f"/comments/{terms.slug}/figures/2026-11/").status_code
    assert ("Считаем с 2 декабря 2026" in page, "Не удалили ничего" in page, missing) == (True, False, 404)
    assert "Пока ни одного" in every
    with time_machine.travel(DECEMBER + timedelta(days=31), tick=False):
        page = words(Client().get(f"/comments/{terms.slug}/").content.decode())
    assert ("Считаем с 2 декабря: решения до этого дня здесь не велись" in page, "Не удалили ничего" in page) == (
        True,
        True,
    )
