"""The forecast sentence for every state of a week. The weeks are in the future, so that no day has passed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
import time_machine

from veche.kernel.clock import at
from veche.norm.domain.week import Counted, LeftOut, WeekNorm
from veche.norm.enums import LeftOutWhy
from veche.web.pages.norm_line import forecast, norm_line

ZONE = "Asia/Barnaul"
END = "суббота и воскресенье"
MONDAY = date(2099, 11, 23)


def week(out: list[int], going: list[int], hoped: Sequence[int] = (), held: Sequence[int] = ()) -> WeekNorm:
    """A week with days of published, scheduled, expected or held items, each at noon."""

    def one(day: int, *, is_out: bool = False, goes: bool = False) -> Counted:
        return Counted("Запись", at(MONDAY + timedelta(days=day), time(12), ZONE), is_out, goes, day)

    counted = [*(one(day, is_out=True) for day in out), *(one(day, goes=True) for day in going), *map(one, hoped)]
    return WeekNorm(
        MONDAY,
        5,
        tuple(sorted(counted, key=lambda one: one.at)),
        tuple(replace(one(day), why="frozen") for day in held),
    )


@pytest.mark.parametrize(
    ("out", "going", "said"),
    [
        (
            [0, 1],
            [2, 3],
            "В четверг будет 4 из 5. Свободны пятница, суббота и воскресенье: поставьте одну, и норма закрыта.",
        ),
        ([0, 1], [2, 3, 4], "В пятницу будет 5 из 5. Всё нужное стоит в плане."),
        ([0, 1], [2, 3, 4, 5], "В субботу будет 6 из 5. Всё нужное стоит в плане."),
        (
            [0],
            [3],
            f"В четверг будет 2 из 5. Не хватает трёх записей. Свободны вторник, среда, пятница, {END}.",
        ),
        (
            [],
            [],
            "Больше ничего не стоит в плане. Не хватает пяти записей. Свободны все дни.",
        ),
        ([0, 1, 2, 3, 4], [], "Норма закрыта. "),
        ([0, 1, 2, 3, 4], [5, 6], "Норма закрыта. И ещё две записи в плане."),
    ],
)
def test_the_sentence(out: list[int], going: list[int], said: str):
    line = norm_line(week(out, going), ZONE)

    assert f"{line.strong} {line.rest}" == said


@pytest.mark.parametrize(
    ("going", "hoped", "held", "said"),
    [
        (
            [2],
            [3],
            [],
            (
                f"К концу недели по плану будет 3 из 5. Не хватает двух записей. Свободны вторник, пятница, {END}. "
                "Сама выйдет одна, одна ждёт текста, согласия или проверки."
            ),
        ),
        (
            [],
            [2, 3, 4, 5],
            [],
            (
                "К концу недели по плану будет 5 из 5. Всё нужное стоит в плане. "
                "Четыре ждут текста, согласия или проверки."
            ),
        ),
        (
            [2, 3, 4],
            [5, 6],
            [],
            (
                "К концу недели по плану будет 6 из 5. Всё нужное стоит в плане. "
                "Сами выйдут три, две ждут текста, согласия или проверки."
            ),
        ),
        (
            [2, 3],
            [],
            [1, 4],
            ("В четверг будет 3 из 5. Не хватает двух записей. Свободны суббота и воскресенье. Две заморожены."),
        ),
    ],
)
def test_only_what_goes_out_is_promised(going: list[int], hoped: list[int], held: list[int], said: str):
    line = norm_line(week([0], going, hoped, held), ZONE)

    assert f"{line.strong} {line.rest}" == said


def test_under_a_freeze_nothing_is_foretold_anywhere():
    norm = replace(week([0], [], [3], held=[1, 4]), frozen=True)
    line = norm_line(norm, ZONE)

    assert (line.strong, line.rest) == (
        "Пока заморожено, прогноза нет.",
        "Две заморожены.",
    )
    assert (line.short, line.stopped) == (False, "заморожено")
    assert line.label == "Вышло 1, выйдет сама 0, ещё в плане 1, прогноза нет"
    assert {cell["word"] for cell in line.cells if cell["kind"] == "miss"} == {"прогноза нет"}
    assert forecast(norm, ZONE) == "Вышло 1 из 5, пока заморожено, прогноза нет"


def test_in_a_pause_nothing_is_foretold_either():
    norm = replace(week([0], [], [3], held=[1, 4]), paused=True)
    held = tuple(replace(one, why="paused") for one in norm.held)
    line = norm_line(replace(norm, held=held), ZONE)

    assert (line.strong, line.rest) == ("Пока стоит пауза, прогноза нет.", "Две ждут конца паузы.")
    assert forecast(norm, ZONE) == "Вышло 1 из 5, пока стоит пауза, прогноза нет"


def test_a_norm_that_is_met_needs_no_forecast():
    line = norm_line(replace(week([0, 1, 2, 3, 4], []), frozen=True), ZONE)

    assert line.strong == "Норма закрыта."
    assert line.rest == ""
    assert line.stopped == ""


def test_what_does_not_count_says_why():
    held = replace(week([], [], held=[1]).held[0], why="waits_key")
    apart = LeftOut("Иное", at(MONDAY, time(12), ZONE), out=True, pk=9, why=LeftOutWhy.CATEGORY)
    norm = replace(week([0], [], held=[1, 2]), left_out=(apart,))

    said = norm_line(replace(norm, held=(*norm.held, held)), ZONE).rest

    assert "Две заморожены, одна ждёт ключа." in said
    assert said.endswith("Одна вышла, но в норму не идёт: её рубрика или формат не в счёт.")
    assert norm_line(replace(week([0], []), held=(held,)), ZONE).rest.endswith("Одна ждёт ключа.")


def test_what_only_a_person_has_confirmed_is_told_apart():
    at_noon = at(MONDAY, time(12), ZONE)
    counted = (
        Counted("Мост", at_noon, out=True, goes=False, pk=1),
        Counted("Каток", at_noon, out=True, goes=False, pk=2, by_person=True),
    )

    line = norm_line(WeekNorm(MONDAY, 5, counted), ZONE)

    assert (line.title, line.by_person) == ("вышло 2 из 5", "Из вышедших подтвердил человек, а не сеть: 1.")
    assert [cell["word"] for cell in line.cells[:2]] == ["пн, вышла", "пн, вышла, подтвердил человек"]
    assert norm_line(week([0], []), ZONE).by_person == ""


def test_the_bar():
    line = norm_line(week([0, 1], [2], [3]), ZONE)

    assert [(cell["kind"], cell["word"]) for cell in line.cells] == [
        ("done", "пн, вышла"),
        ("done", "вт, вышла"),
        ("plan", "ср, 12:00"),
        ("hope", "чт, в плане"),
        ("miss", "не хватает"),
    ]
    assert (line.title, line.label) == (
        "вышло 2 из 5",
        "Вышло 2, выйдет сама 1, ещё в плане 1, не хватает 1",
    )


@pytest.mark.parametrize(
    ("out", "going", "hoped", "said"),
    [
        ([0, 1], [2, 3], [], "Вышло 2 из 5, в четверг будет 4"),
        ([0], [], [], "Вышло 1 из 5"),
        ([], [6], [], "Вышло 0 из 5, в воскресенье будет 1"),
        ([], [2], [6], "Вышло 0 из 5, к концу недели по плану будет 2"),
        ([0, 0, 1, 1], [3], [5], "Вышло 4 из 5, к концу недели по плану будет 6"),
        ([0, 0, 1, 1], [3, 5], [], "Вышло 4 из 5, в субботу будет 6"),
    ],
)
def test_in_one_line(out: list[int], going: list[int], hoped: list[int], said: str):
    with time_machine.travel(at(MONDAY, time(8), ZONE), tick=False):
        assert forecast(week(out, going, hoped), ZONE) == said


def test_a_week_ahead_says_what_is_planned():
    norm = week([], [2], [6])
    with time_machine.travel(at(MONDAY - timedelta(days=1), time(8), ZONE), tick=False):
        assert forecast(norm, ZONE) == "В плане 2 из 5"
        assert norm_line(norm, ZONE).label == "Выйдет сама 1, ещё в плане 1, не хватает 3"


def test_of_a_week_that_is_over_nothing_is_asked():
    over = WeekNorm(date(2020, 11, 23), 5, ())

    assert norm_line(over, ZONE).rest == "Не хватает пяти записей, а неделя кончается."
