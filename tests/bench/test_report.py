"""The bench fails when a limit is exceeded."""

from tests.bench.report import BROKEN, VERDICT, WELL, Table, judged, passed


def test_a_limit_is_kept_up_to_its_last_bit_and_broken_beyond() -> None:
    assert [judged(80, 80), judged(80.1, 80)] == [WELL, BROKEN]


def test_one_broken_row_breaks_the_whole() -> None:
    fast, slow = {"страница": "Журнал", VERDICT: WELL}, {"страница": "Сегодня", VERDICT: BROKEN}
    told = Table("Скорость", [{"что": "журнал", "в секунду": 350.0}])
    assert [passed([told, Table("Страницы", [fast])]), passed([told, Table("Страницы", [fast, slow])])] == [True, False]


def test_what_was_not_measured_did_not_pass() -> None:
    assert not passed([Table("Страницы")])


def test_numbers_stand_to_the_right() -> None:
    table = Table("Запуск", [{"что": "первый", "секунд": 10.24, VERDICT: WELL}])
    assert table.markdown() == ("### Запуск\n\n| что | секунд | итог |\n| --- | --: | --- |\n| первый | 10.2 | ok |\n")


def test_a_row_may_lack_what_another_has() -> None:
    table = Table("Входящие", [{"что": "заполнение", "секунд": 7.5}, {"что": "Ждут", "p95, мс": 21.0, VERDICT: WELL}])
    rows = table.markdown().splitlines()[2:]
    assert rows == [
        "| что | секунд | p95, мс | итог |",
        "| --- | --: | --: | --- |",
        "| заполнение | 7.5 |  |  |",
        "| Ждут |  | 21.0 | ok |",
    ]
