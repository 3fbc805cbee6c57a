from datetime import UTC, datetime, timedelta

from veche.routing.departments import Department
from veche.routing.route import Comment, Router

HOUSING = Department("ЖКХ", "отопление, водоснабжение", "вода, батарея")
ROADS = Department("Дороги", "ремонт дорог, уборка снега", "яма, снег")
SOUTH = Department("Южный округ", "ул. Степная, Полевая", "")
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def routes(*texts: str, **kwargs: object) -> list[tuple[bool, str | None, bool, int | None]]:
    found = Router((HOUSING, ROADS, SOUTH)).route([Comment(text, **kwargs) for text in texts])  # type: ignore[arg-type]
    return [(one.is_question, one.department, bool(one.reasons), one.group) for one in found]


def test_comments_about_one_street_and_trouble_are_one_group() -> None:
    assert routes(
        "Нет воды на Мира 5",
        "Яма на Мира возле дома 5",
        "мира 7, вады нету с утра",
        "Спасибо, воду дали!",
        "Нет воды на Победы 5",
        post="1",
    ) == [
        (True, "ЖКХ", True, 0),
        (True, "Дороги", False, 1),
        (True, "ЖКХ", True, 0),
        (False, None, False, None),
        (True, "ЖКХ", True, 4),
    ]


def test_the_same_words_without_a_place_are_one_group_only_near_in_time_under_one_post() -> None:
    router = Router((HOUSING,))
    asked = "Когда дадут воду?"
    found = router.route(
        [
            Comment(asked, "1", at=NOON),
            Comment("Воду сегодня когда дадут", "1", at=NOON + timedelta(hours=1)),
            Comment(asked, "2", at=NOON),
            Comment(asked, "1", at=NOON + timedelta(days=9)),
        ]
    )
    assert [one.group for one in found] == [0, 0, 2, 3]


def test_five_comments_about_one_trouble_are_of_many_people() -> None:
    found = Router((ROADS,)).route([Comment("Яма на Мира у дома 5, когда заделаете?", "1")] * 5)
    assert {one.reasons for one in found} == {("mass",)}


def test_a_department_is_known_by_its_streets() -> None:
    assert routes("Скамейку на Степной когда поставят?", "Когда поставят скамейку?") == [
        (True, "Южный округ", False, 0),
        (True, None, False, 1),
    ]


def test_strange_texts_are_no_questions() -> None:
    assert {one[0] for one in routes("", " ", "🔥" * 5_000, "?!?!", "\u202e\u200b", "<script>", "а" * 100_000)} == {
        False
    }


def test_places_are_known_by_ordinals_crossings_and_alone() -> None:
    found = Router((HOUSING, ROADS)).route(
        [
            Comment("Почему 4-й маршрут ходит раз в час? Стоим на морозе"),
            Comment("Четвёртый автобус вчера вообще не пришёл"),
            Comment("Почему 5-й маршрут не ходит?"),
            Comment("Маршрутка номер 4 проехала мимо"),
            Comment("Светлая. Фонари не горят вторую неделю"),
            Comment("На Светлой не горит ни один фонарь"),
            Comment("Когда заделают яму на перекрёстке Громова и Юбилейной?"),
            Comment("Яма на Юбилейной, колесо пробил"),
            Comment("Юбилейная-Громова: яма, почините"),
        ]
    )
    assert [one.group for one in found] == [0, 0, 2, 0, 4, 4, 6, 6, 6]


def test_one_more_who_complains_needs_few_words() -> None:
    asked = "Не течёт вода, Дзержинского 18", "Дзержинского 20 тоже сухо", "Тоже сухо"
    assert [one[0] for one in routes(*asked)] == [True, True, False]


def test_one_trouble_has_several_topics_and_is_raised_by_any() -> None:
    told = "На Алтайской 112 третий подъезд без отопления с понедельника", "Алтайская, 112. Батареи еле тёплые"
    assert routes(*told) == [(True, "ЖКХ", True, 0), (True, "ЖКХ", True, 0)]


def test_a_name_tells_of_a_department_that_says_nothing_else() -> None:
    asked = Comment("Почему автобус не ходит?"), Comment("Во сколько закрывается МФЦ?")
    assert Router((Department("Отдел транспорта"),)).route(asked)[0].department == "Отдел транспорта"
    registry = Department("Отдел ЗАГС", "регистрация браков", "свидетельства")
    assert [one.department for one in Router((registry,)).route(asked)] == [None, None]
