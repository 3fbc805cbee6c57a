"""The whole report: offsets, quotations, overlaps, score, signs, readability."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.style_set import sentences
from veche.morphology.sentences import Piece
from veche.style import lines
from veche.style.check import check
from veche.style.report import Readability
from veche.style.score import features, weights

RELEASE = """Глава города Иван Петров провёл рабочее совещание по вопросам подготовки к отопительному сезону

В ходе мероприятия были рассмотрены вопросы обеспечения готовности объектов жилищно-коммунального хозяйства. \
Глава города отметил, что в целях недопущения аварийных ситуаций осуществляется контроль за ходом работ. \
Данный вопрос находится на особом контроле."""
POST = """Друзья, каток на площади Победы открыт! ⛸

Приходите с 10:00 до 22:00, вход бесплатный. Коньки можно взять напрокат за 150 рублей, дети до семи лет катаются даром.
А вы уже катались? Расскажите, какой лёд 👇 #каток"""
ANY = st.text(st.characters(), max_size=120)
RUSSIAN = st.lists(
    st.sampled_from(
        [
            "в целях",
            "уборки",
            "осуществляет контроль",
            "«",
            "»",
            "😀",
            ". ",
            ", ",
            "\n",
            "15.09",
            "МКД",
            "глава",
            "отметил,",
            "не",
            "\u200f",
            "№ 5",
            "!",
        ]
    ),
    max_size=40,
).map(" ".join)


def test_a_release_and_a_post():
    release, post = check(RELEASE), check(POST)
    assert (release.warned, post.warned) == (True, False)
    assert release.score < 20
    assert post.score > 90
    assert post.findings == ()


def test_a_text_that_is_still_being_typed():
    """The editor checks after each pause: a text may end with any word, also with a preposition."""
    typed = [one.text[: word.end()] for one in sentences()[::9] for word in re.finditer(r"\S+", one.text)]

    assert [text for text in (*typed, "Осуществляется уборка в") if not 0 <= check(text).score <= 100] == []


def test_signs():
    assert check(POST).signs == ("P01", "P02", "P03", "P04", "P05")
    assert {"P01", "P02", "P03", "P04"} & set(check(RELEASE).signs) == set()


def test_parts_make_up_the_score():
    for text in (POST, "Данный двор убран. Приходите!", "В целях уборки снега перекроем улицу Ленина, ждём вас."):
        report = check(text)
        assert report.score == 100 + sum(part.points for part in report.parts)


def test_every_feature_has_its_weight():
    assert features(RELEASE).keys() == weights().keys()


def test_javascript_counts_emoji_twice():
    [finding] = [one for one in check("🐶🐶 В целях уборки").findings if one.rule == "R01"]
    assert finding.start == 3
    assert finding.end == 17
    assert finding.start16 == 5
    assert finding.end16 == 19


def test_capitals_hide_no_officialese():
    text = "В ЦЕЛЯХ УБОРКИ СНЕГА ПЕРЕКРОЕМ УЛИЦУ. ДАННЫЙ ДВОР ЧИСТЫЙ. ОТДЕЛ ОСУЩЕСТВЛЯЕТ КОНТРОЛЬ."
    found = [(one.rule, text[one.start : one.end]) for one in check(text).findings if one.rule != "R20"]
    assert found == [("R01", "В ЦЕЛЯХ"), ("R09", "ДАННЫЙ"), ("R02", "ОСУЩЕСТВЛЯЕТ КОНТРОЛЬ")]


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\ufeff", "\u00ad"])
def test_signs_that_show_nothing_hide_no_officialese(sign):
    text = f"🐶 В ц{sign}елях уборки снега перекроем {sign}дан{sign}ную улицу."
    found = [(one.rule, text[one.start : one.end]) for one in check(text).findings]
    assert found == [("R01", f"В ц{sign}елях уборки снега"), ("R09", f"дан{sign}ную")]
    assert [(one.start16, one.end16) for one in check(text).findings] == [
        (one.start + 1, one.end + 1) for one in check(text).findings
    ]


@pytest.mark.parametrize("mark", ["*", "**", "_", "__"])
def test_marks_of_markdown_hide_no_officialese(mark):
    text = f"{mark}В целях{mark} уборки снега перекроем {mark}данную{mark} улицу."
    found = [(one.rule, text[one.start : one.end], one.replacement) for one in check(text).findings]
    assert found == [("R01", "В целях", None), ("R09", "данную", "эту")]


def test_what_only_looks_like_a_mark_stays():
    for text in ("Купите 5*3 плитки.", "Пишите @anna_mir и #наш_двор.", "* хлеб\n* соль"):
        assert check(text).findings == ()


def test_quoted_officialese_is_not_the_authors():
    assert check("«В целях недопущения аварий осуществляется контроль», – так написали соседи.").findings == ()
    assert check('Смотрите спектакль "В рамках данного мероприятия".').findings == ()


def test_quoted_officialese_costs_no_points():
    letter = "осуществление мероприятий по обеспечению соблюдения правил пользования территорией двора дома"
    said = "Вчера соседи принесли мне письмо и попросили прочитать его вслух, вот оно: «{}». Мы смеялись до слёз!"
    assert check(said.format(letter)).score == check(said.format("да")).score == 100


def test_a_light_release_is_a_release():
    text = (
        "В библиотеке прошла встреча с поэтом. Гости вечера познакомились с его творческими планами. Встреча прошла в "
        "тёплой и непринуждённой обстановке, подарила участникам незабываемые эмоции и станет доброй традицией."
    )
    assert check(text).warned


def test_of_two_the_more_telling_stays():
    text = "Осуществляется контроль."
    assert [(one.rule, text[one.start : one.end]) for one in check(text).findings] == [
        ("R02", "Осуществляется контроль")
    ]


def test_a_replacement_gives_way_to_a_sin_of_its_own():
    text = "В связи с неблагоприятными погодными условиями каток закрыт."
    assert [(one.rule, text[one.start : one.end], one.replacement) for one in check(text).findings] == [
        ("R01", "В связи с", None),
        ("R07", "неблагоприятными погодными условиями", None),
    ]


def test_names_of_bodies_are_no_chains():
    assert check("Это решение администрации города Рубцовска Алтайского края.").findings == ()


def test_readability():
    assert check("Мама мыла раму. Папа ел суп.").readability == Readability(1, "понятно любому")
    assert check("").readability == Readability(1, "понятно всем")
    assert check(RELEASE).readability.grade > 11


def test_nothing_to_judge():
    for text in ("", " ", "😀", "\x00", "12345", "#тег https://example.ru"):
        report = check(text)
        assert report.score == 100
        assert report.warned is False
        assert report.findings == ()


@settings(max_examples=40, deadline=None)
@given(st.one_of(ANY, RUSSIAN), st.sampled_from(["post", "answer"]))
def test_any_text_is_survived_and_spans_lie_within(text, form):
    report = check(text, form=form)
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    for one in report.findings:
        assert 0 <= one.start < one.end <= len(text)
        assert one.start16 == len(text[: one.start].encode("utf-16-le", "surrogatepass")) // 2
        assert one.end16 <= units
    assert 0 <= report.score <= 100
    assert report.findings == check(text, form=form).findings


@pytest.mark.parametrize(
    "piece",
    [
        "а",
        "«",
        "1",
        "не ",
        "15.0",
        "ст. 1 ",
        "!",
        "#а ",
        "Осуществляет ",
        "и ",
        "А ",
        "(",
        "№",
        "🎉",
        "в целях ",
        "ЖКХ ",
        "и читающий ",
        "**в целях** ",
        "в\u200b целях ",
        "Ваше обращение рассмотрено. ",
    ],
)
def test_ten_thousand_characters_take_bounded_time(piece):
    """A text as long as two hundred posts; a tenth of the limit is usual."""
    begun = time.process_time()
    check(piece * (10_000 // len(piece)), form="answer")
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("stop", ["!", ";", "?!", "!)"])
def test_a_run_of_stops_is_read_once(stop: str) -> None:
    begun = time.process_time()
    lines.kind(Piece(0, 10_001, stop * (10_000 // len(stop)) + "а"), alone=False)
    assert time.process_time() - begun < 0.2
