"""Register files, good and bad, and names of registers in texts."""

import time
from datetime import date

import pytest

from veche.preflight.check import check
from veche.preflight.post import Circumstances, Post
from veche.preflight.registers.declension import candidate_stems, forms, stems
from veche.preflight.registers.file import RegisterRefused, parse_register
from veche.preflight.registers.index import Index

HEADER = "register;kind;name;aliases;included_on;excluded_on\n"
GOOD = HEADER + "Иноагенты;foreign_agent;Выдумкин Иван Петрович;;2026-11-02;\n"
TODAY = date(2026, 12, 1)


def register(text: str | bytes):
    raw = text if isinstance(text, bytes) else text.encode()
    return parse_register(raw, name="register.csv", changed=TODAY)


def kinds(text: str, written: str, today: date = TODAY) -> list[str]:
    found = check(Post(text, Circumstances(today)), families=["law"], registers=Index([register(written)]))
    return [one.kind for one in found]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "файл пуст"),
        (HEADER.encode(), "нет ни одной строки"),
        ("имя;дата\nА;Б\n".encode(), "нет названий столбцов"),
        ((GOOD + "Иноагенты;foreign_agent;Небыв").encode(), "строка 3: столбцов 3"),
        ((GOOD + "Иноагенты;foreign_agent;Небывалова Мария;;2025-0").encode(), "«2025-0» — не дата"),
        ((GOOD + "Иноагенты;foreign_agent;Небывало").encode()[:-1], "на половине буквы"),
        ((GOOD + 'Иноагенты;foreign_agent;"Небывалова').encode(), "кавычка не закрыта"),
        ((GOOD + "Список;сектант;Небывалова;;;\n").encode(), "вид «сектант» неизвестен"),
        (b"PK\x03\x04\x00\x00", "Файл таблицы повреждён"),
        ((HEADER + "# \n" * 2000 + "Иноагенты;foreign_agent;Небыв\x00алова;;;\n").encode(), "двоичный файл, а не CSV"),
        ((GOOD + "Иноагенты;foreign_agent;Небывалова;;20\x0024;\n").encode("utf-16"), "двоичный файл, а не CSV"),
        ((GOOD + "Иноагенты;foreign_agent;;;;\n").encode(), "имя пустое"),
    ],
)
def test_a_register_that_is_not_whole_is_refused_with_its_line(raw, said):
    with pytest.raises(RegisterRefused) as refused:
        register(raw)
    assert said in str(refused.value)


def test_a_register_is_read_from_old_encodings_other_orders_and_without_the_last_cell():
    old = register(GOOD.encode("cp1251"))
    assert [one.name for one in old.entries] == ["Выдумкин Иван Петрович"]
    assert old.notes == ("register.csv: прочитан в старой кодировке Windows (cp1251).",)
    turned = register(
        "name;kind;register;excluded_on;included_on;aliases\nВыдумкин Иван;иноагент;Р;;02.11.2026;Ваня|Вано\n"
    )
    assert (turned.entries[0].aliases, turned.entries[0].included) == (("Ваня", "Вано"), date(2026, 11, 2))
    assert register(GOOD.replace("2026-11-02;", "2026-11-02")).entries[0].excluded is None


def test_the_age_of_a_register_is_that_of_its_newest_row():
    assert not register(GOOD).is_old(TODAY)
    old = register(GOOD.replace("2026-11-02", "2025-11-02"))
    assert (old.dated, old.is_old(TODAY)) == (date(2025, 11, 2), True)


def test_who_was_excluded_or_is_not_included_yet_is_not_found():
    text = "Иван Выдумкин приехал в город."
    assert kinds(text, GOOD) == ["foreign_agent"]
    assert kinds(text, GOOD, today=date(2026, 11, 1)) == []
    assert kinds(text, GOOD.replace("2026-11-02;", "2026-11-02;2026-11-30")) == []
    assert kinds(text, GOOD.replace("2026-11-02;", "2026-11-02;2026-12-30")) == ["foreign_agent"]


@pytest.mark.parametrize(
    "name", ["выдумкин", "вымышлинский", "кузнец", "соловей", "лев", "шевченко", "мария", "перо", "юрий"]
)
def test_every_form_of_a_name_is_found_by_its_stems(name):
    assert all(set(candidate_stems(form)) & set(stems(name)) for form in forms(name))


@pytest.mark.nightly
def test_fifty_thousand_rows_do_not_slow_a_text():
    letters = str.maketrans("0123456789", "абвгдежзик")
    rows = "".join(
        f"Р;foreign_agent;Выдумл{str(number).translate(letters)}ин Иван Петрович;;2020-01-01;\n"
        for number in range(50_000)
    )
    index = Index([register(HEADER + rows)])
    post = Post("Во вторник трактор убрал снег у школы, а вечером залили каток. " * 15, Circumstances(TODAY))
    check(post, families=["law"], registers=index)
    small, large = _fastest(post, Index()), _fastest(post, index)
    assert large < small + 0.01
    assert kinds_of(index, "Говорили об Иване Выдумлдвабзине.") == ["foreign_agent"]


def kinds_of(index: Index, text: str) -> list[str]:
    return [one.kind for one in check(Post(text, Circumstances(TODAY)), families=["law"], registers=index)]


def _fastest(post: Post, index: Index) -> float:
    times = []
    for _ in range(5):
        before = time.process_time()
        check(post, families=["law"], registers=index)
        times.append(time.process_time() - before)
    return min(times)


@pytest.mark.parametrize(
    ("register_cell", "kind_cell", "kind", "title"),
    [
        ("foreign_agent", "person", "foreign_agent", "иностранные агенты"),
        ("Перечень террористов", "организация", "terrorist", "Перечень террористов"),
        ("Минюст", "экстремистская организация", "extremist", "Минюст"),
        ("", "undesirable", "undesirable", "нежелательные организации"),
    ],
)
def test_the_kind_may_stand_in_either_column(register_cell: str, kind_cell: str, kind: str, title: str):
    (entry,) = register(HEADER + f"{register_cell};{kind_cell};Движение «Чёрный рассвет»;;2024-05-31;\n").entries

    assert entry.kind == kind
    assert entry.register == title


HIDDEN = "Реестр;foreign_agent;Выдумкин Иван Петрович;Ваня Выдумкин;;\nПеречень;undesirable;Фонд «Вымыселград»;;;\n"


@pytest.mark.parametrize(
    "text",
    [
        "Иван Вы\u200bдумкин открыл каток.",
        "Иван Выду\u0301мкин открыл каток.",
        "Иван Bыдyмкин открыл каток.",
        "Иван Выдумκин открыл каток.",
        "Фонд «Вымы\u00adселград» помог школе.",
        "Выдумкиным довольны.",
    ],
)
def test_what_the_eye_does_not_see_hides_no_name(text: str) -> None:
    assert kinds(text, HEADER + HIDDEN)[:1] in (["foreign_agent"], ["undesirable"])


def test_a_hidden_name_is_found_at_its_place() -> None:
    text = "Каток открыл Иван Вы\u200bдумкин\u200b, приходите."
    index = Index([register(HEADER + HIDDEN)])
    found = [one for one in check(Post(text, Circumstances(TODAY)), registers=index) if one.kind == "foreign_agent"]
    assert [text[one.start : one.end] for one in found] == ["Иван Вы\u200bдумкин\u200b"]


def test_thousands_of_namesakes_do_not_slow_a_text() -> None:
    """Named by the given name of half of them, by none, and by another one."""
    letters = str.maketrans("0123456789", "абвгдежзик")
    rows = (f"Р;terrorist;Иванов {given} {str(n).translate(letters)}ович;;;" for n in range(2_000) for given in "ИП")
    rows = (row.replace("Иванов И ", "Иванов Иван ").replace("Иванов П ", "Иванов Пётр ") for row in rows)
    index = Index([register(HEADER + "\n".join(rows))])
    before = time.process_time()
    found = [
        len(check(Post(f"Иванов {name} открыл каток. " * 40, Circumstances(TODAY)), families=["law"], registers=index))
        for name in ("Иван", "", "Семён")
    ]
    assert found == [1, 0, 0]
    assert time.process_time() - before < 1
