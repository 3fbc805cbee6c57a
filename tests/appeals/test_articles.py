"""The public rules say once the article that every norm names, and name no ground twice."""

from veche.appeals.domain.articles import articles
from veche.moderation.domain.norms import USUAL
from veche.moderation.enums import Ground


def test_what_every_norm_names_is_said_once() -> None:
    usual = {ground.value: norm for ground, norm in USUAL.items()}
    found = articles(usual)
    assert found.common == "пункт 2.5 Порядка ведения аккаунтов"
    assert found.own == {
        "illegal": "",
        "threat": "статья 119 Уголовного кодекса",
        Ground.PERSONAL_DATA: "закон 152-ФЗ «О персональных данных», статья 7",
        "spam": "",
        "insult": "",
        "obscene": "",
    }

    other = usual | {"spam": "закон о рекламе, статья 18"}
    assert articles(other) == ("", other)


def test_the_clause_behind_a_shared_name_stays() -> None:
    """An administration may write «Правила страницы: пункт 3.1»."""
    found = articles({"spam": "Правила страницы: пункт 3.1", "insult": "Правила страницы: пункт 3.2; статья 5.61 КоАП"})

    assert found == ("Правила страницы", {"spam": "пункт 3.1", "insult": "пункт 3.2; статья 5.61 КоАП"})
