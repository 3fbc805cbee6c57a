"""A corpus in one city and the lines of another: what is searched on both databases."""

from datetime import timedelta
from typing import Any

from tests.factories import NOON, make_account, make_occasion, make_plan_item, make_post
from veche.posts.models import Variant
from veche.search.domain.question import question_of
from veche.search.domain.searching import SearchQuery, search
from veche.staff.models import Person

# Title and text of posts, a day apart, the oldest first.
POSTS = (
    ("Ремонт на Ленина", "Рабочие положили асфальт на дорогу к школе № 8. Дорог ещё много: 12 участков."),
    ("С Днём матери", "Дорогие мамы, с праздником! Ёлки ещё нет, но концерт уже в субботу."),
    ("Ёлка на площади", "Ставим ёлку 20 декабря. #ГородПраздника #нг2027"),
    ("Прорыв на Комсомольской", "Воду дадут к 18:00. Аварийная бригада ООО «ВодоКанал» на месте, COVID-19 ни при чём."),
    ("Открыли каток", "Каток открыт 🎉🎉 Приходите кататься: вход свободный."),
)
OTHERS_LINE = ("Чужая дорога", "Дорога чужого города.")


def grow(writer: Person) -> None:
    """Posts of `writer`, an item without a text and two occasions."""
    city = writer.administration
    vk, ok = (make_account(city, responsible=writer, network=slug, title=slug) for slug in ("vk", "ok"))
    for day, (title, text) in enumerate(POSTS):
        item = make_plan_item(city, author=writer, accounts=(vk,), title=title, publish_at=NOON + timedelta(days=day))
        post = make_post(item, text=text)
        if title == "Открыли каток":
            Variant.objects.create(
                administration=city, version=post.versions.get(), network="ok", text="Заливали сами дружинники."
            )
    make_plan_item(
        city, author=writer, accounts=(ok,), title="Уборка листьев", publish_at=NOON + timedelta(days=9), note="у школ"
    )
    make_occasion(city, by=writer, title="Открытие дороги", starts_at=NOON + timedelta(days=7))
    make_occasion(city, by=writer, title="Жители спрашивают о дорогах", starts_at=NOON - timedelta(days=7))


def titles(finder: Person, text: str = "", /, **query: Any) -> list[str]:
    return [hit.found.title for hit in search(finder, SearchQuery(question_of(text), **query)).hits]
