"""Networks and formats as plans name them."""

import pytest

from veche.plan.reading.names import format_in, network_of_heading, networks_in

ALL = ("vk", "ok", "telegram", "max")


@pytest.mark.parametrize(
    ("written", "networks", "unknown"),
    [
        ("ВК, ОК, ТГ", ("vk", "ok", "telegram"), []),
        ("VK/OK/MAX", ("vk", "ok", "max"), []),
        ("Вконтакте и Одноклассники", ("vk", "ok"), []),
        ("группы в контакте, телеграмм-канал", ("vk", "telegram"), []),
        ("Все соцсети", ALL, []),
        ("во все", ALL, []),
        ("макс\nтг", ("telegram", "max"), []),
        ("Инстаграм, вк", ("vk",), ["инстаграм"]),
        ("сайт, ВК", ("vk",), ["сайт"]),
        ("Rutube", (), ["rutube"]),
        ("вк дзен", ("vk",), ["дзен"]),
        ("Телеграм-канал «Рубцовск», госпаблик ВК (лента)", ("vk", "telegram"), []),
        ("ВК ОК ТГ", ("vk", "ok", "telegram"), []),
        ("Social network", (), ["social network"]),
        ("", (), []),
        ("-", (), []),
    ],
)
def test_networks_are_known_by_many_names(written: str, networks: tuple[str, ...], unknown: list[str]):
    assert networks_in(written) == (networks, unknown)


def test_a_heading_that_names_one_network_is_its_column():
    assert [network_of_heading(one) for one in ("ВК", "Телеграм", "Соцсети", "ВК и ОК", "Тема")] == [
        "vk",
        "telegram",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("written", "format_"),
    [
        ("текст", "text"),
        ("Фото + текст", "photo"),
        ("видеоролик", "video"),
        ("Прямой эфир", "live"),
        ("карточки", "cards"),
        ("опрос в сторис", "poll"),
        ("инфографика", "infographic"),
        ("гифка", "animation"),
        ("как получится", None),
    ],
)
def test_a_format_is_known_by_its_words(written: str, format_: str | None):
    assert format_in(written) == format_
