"""What becomes of one row of a plan's file: day, accounts, department, format, and what is unknown."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from tests.factories import make_account, make_plan_item
from tests.people import make_administration, make_department
from tests.plan.plans import DAY, YEAR, file_row
from veche.accounts.models import Account
from veche.kernel.clock import at, today
from veche.kit.moments import SHORT_WEEKDAYS
from veche.plan.domain.day_offers import offered_days
from veche.plan.domain.file_answers import Answer
from veche.plan.domain.file_plan import JudgedRow, plan_rows, short_title
from veche.plan.domain.file_rows import FileRow
from veche.plan.enums import RowOutcome
from veche.plan.file_lines import shown_rows
from veche.plan.reading.outcome import Reason, WarningKind
from veche.staff.models import Administration, Person

ZONE = "Asia/Barnaul"


def judged(city: Administration, *rows: FileRow, **answers: Answer) -> JudgedRow:
    """The last of the rows."""
    return plan_rows(city, rows, {int(name[1:]): one for name, one in answers.items()}).rows[-1]


REMARKS = [
    (file_row(networks=("vk",), format="photo"), "place", ["Часа нет, взяли 12:00."]),
    (file_row(networks=("vk",), time=time(9)), "place", []),
    (file_row(where="", time=time(9)), "place", ["Сети не названы, взяли все."]),
    (
        file_row(networks=("vk", "max"), where="ВК, MAX, Дзен", time=time(9)),
        "place",
        ["Аккаунта нет: MAX, дзен."],
    ),
    (file_row(networks=("vk", "max"), where="все сети", time=time(9)), "place", []),
    (file_row(networks=("max",), where="MAX", time=time(9)), "ask", ["Аккаунта нет: MAX."]),
    (
        file_row(networks=("vk",), department="Спорт", format_said="балет", time=time(9)),
        "place",
        ["Отдела «Спорт» в Вече нет.", "Формата «балет» нет, взяли «текст»."],
    ),
    (
        file_row(
            networks=("vk",),
            warnings=((WarningKind.WEEKDAY_MISMATCH.value, "пн, 5 марта"), (WarningKind.BAD_TIME.value, "вечером")),
        ),
        "place",
        ["День недели не сходится: в файле «пн, 5 марта».", "Время «вечером» не прочесть, взяли 12:00."],
    ),
    (
        file_row(title="слово " * 60, networks=("vk",), time=time(9)),
        "place",
        ["Название длиннее 200 знаков: целиком оно будет в заметке."],
    ),
    (file_row(day=date(2020, 3, 1), networks=("vk",)), "ask", []),
    (file_row(day=None, reason=Reason.IMPOSSIBLE_DATE, networks=("vk",)), "ask", []),
    (file_row(reason=Reason.DUPLICATE, networks=("vk",)), "twice", []),
    (file_row(title="", reason=Reason.FORMULA_WITHOUT_VALUE), "skip", []),
    (file_row(reason=Reason.CANCELLED), "skip", []),
    (
        file_row(networks=("vk",), time=time(9), warnings=((WarningKind.MOVED.value, "перенесено на 15-е"),)),
        "place",
        ["Перенесли, взяли новый день: в файле «перенесено на 15-е»."],
    ),
]


@pytest.mark.parametrize(("said", "outcome", "remarks"), REMARKS)
def test_a_row_is_placed_with_remarks_or_says_why_not(
    said: FileRow, outcome: str, remarks: list[str], alice: Person, accounts: list[Account]
):
    one = judged(alice.administration, said)

    assert (one.outcome.value, one.remarks) == (outcome, remarks)
    assert one.is_placed or one.reason


def test_a_row_moved_to_no_named_day_asks_for_it(alice: Person, accounts: list[Account]):
    moved = ((WarningKind.MOVED.value, "перенесено"),)
    one = judged(alice.administration, file_row(day=None, reason=Reason.NO_EXACT_DATE, warnings=moved))

    assert (one.outcome.value, one.may_mend) == ("ask", True)
    assert "нового дня не назвали: в файле «перенесено»" in one.reason


def test_a_day_counted_from_an_unknown_one_is_asked_for(alice: Person, accounts: list[Account]):
    one = judged(alice.administration, file_row(day=None, reason=Reason.NO_EXACT_DATE, text="Завтра в 10 | Каток"))

    assert one.reason.startswith("В файле «завтра», а с какого дня считать, не сказано.")


def test_rows_that_wait_for_an_answer_come_before_those_that_were_moved(alice: Person, accounts: list[Account]):
    moved = ((WarningKind.MOVED.value, "перенесено на 15-е"),)
    rows = [
        file_row(title="Каток"),
        file_row(title="Снег", warnings=moved),
        file_row(title="Кино", day=None, reason=Reason.NO_EXACT_DATE),
    ]
    shown = shown_rows(plan_rows(alice.administration, rows, {}), "")

    assert [one.title for one in shown] == ["Кино", "Снег", "Каток"]


def test_what_veche_does_not_know_stays_in_the_note(alice: Person, accounts: list[Account]):
    long = " ".join(["слово"] * 60)
    said = file_row(
        title=long, where="ВК, Дзен", networks=("vk",), department="Спорт", category="Спорт", note="Спросить"
    )
    one = judged(alice.administration, said)

    assert one.note.split("\n") == [
        "Спросить",
        "Куда, в файле: ВК, Дзен",
        "Отдел, в файле: Спорт",
        "Рубрика, в файле: Спорт",
        long,
    ]
    assert len(one.title) <= 200
    assert one.title == short_title(long)


@pytest.mark.parametrize(
    ("said", "found"),
    [("Торговля", "Отдел торговли"), ("отдел транспорта", "Отдел транспорта"), ("Спорт", None), ("Отдел", None)],
)
def test_a_department_is_found_by_its_words_in_any_case(
    alice: Person,
    accounts: list[Account],
    said: str,
    found: str | None,
):
    for name in ("Отдел торговли", "Отдел транспорта"):
        make_department(alice.administration, name)

    department = judged(alice.administration, file_row(networks=("vk",), department=said)).department

    assert (department.name if department else None) == found


def test_accounts_and_departments_are_those_of_the_administration(alice: Person, accounts: list[Account]):
    city = alice.administration
    second = make_account(city, responsible=alice, title="Культура Рубцовска")
    make_account(make_administration("Бийск"), responsible=alice, network="max")
    make_department(city, "Управление ЖКХ и благоустройства")
    by_title = judged(city, file_row(networks=("vk",), where="ВКонтакте: Культура Рубцовска", department="ЖКХ"))
    by_network = judged(city, file_row(networks=("vk",), where="ВК"))

    assert [one.pk for one in by_title.accounts] == [second.pk]
    assert str(by_title.department) == "Управление ЖКХ и благоустройства"
    assert {one.pk for one in by_network.accounts} == {accounts[0].pk, second.pk}


def test_a_city_without_accounts_is_told_so(alice: Person):
    one = judged(alice.administration, file_row(where=""))

    assert (one.outcome, one.may_take) == (RowOutcome.ASK, False)
    assert "ни одного аккаунта" in one.reason


def test_what_the_plan_has_already_at_a_past_hour_is_not_asked_about(alice: Person, accounts: list[Account]):
    yesterday = today(ZONE) - timedelta(days=1)
    make_plan_item(alice.administration, author=alice, title="Каток закрывают", publish_at=at(yesterday, time(9), ZONE))
    said = {"day": yesterday, "time": time(9), "networks": ("vk",), "reason": Reason.PAST_DATE}

    there, other = (judged(alice.administration, file_row(**said | more)) for more in ({}, {"title": "Мост"}))

    assert (there.outcome, there.reason) == (RowOutcome.THERE, "Этот пункт уже есть в плане.")
    assert (there.may_take, there.may_mend) == (False, False)
    assert (other.outcome, other.may_mend) == (RowOutcome.ASK, True)


WRONG_WEEKDAY = f"{SHORT_WEEKDAYS[(DAY - timedelta(2)).weekday()]}, {DAY:%d.%m}"


@pytest.mark.parametrize(
    ("said", "days"),
    [
        (
            {"reason": Reason.IMPOSSIBLE_DATE, "day": None, "text": f"31.06.{YEAR} | 12:00 | Бал"},
            ["06-30", "07-01"],
        ),
        ({"reason": Reason.IMPOSSIBLE_DATE, "day": None, "text": "31 июня, вечер 10.00"}, ["06-30", "07-01"]),
        ({"reason": Reason.IMPOSSIBLE_DATE, "day": None, "text": "45.13 | Выпускные"}, []),
        ({"reason": Reason.IMPOSSIBLE_DATE, "day": None, "text": "31.06.2020 | Выпускные"}, []),
        ({"warnings": (("weekday_mismatch", WRONG_WEEKDAY),)}, [f"{DAY - timedelta(2):%m-%d}", f"{DAY:%m-%d}"]),
        ({}, []),
    ],
)
def test_days_that_a_wrong_one_may_mean_are_offered(said: dict[str, Any], days: list[str]):
    offered = offered_days(file_row(**said), year=YEAR, here=today(ZONE))

    assert [f"{day:%m-%d}" for day in offered] == days
