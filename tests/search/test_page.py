"""The page: marked words, conditions that the address keeps, pages, and answers to odd questions."""

from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_plan_item
from tests.markup import attribute, element, elements, words
from tests.people import client_of
from tests.search.corpus import grow
from veche.search.domain import searching
from veche.search.domain.indexing import index_everything


def shown(reader, /, **asked):
    client = reader if isinstance(reader, Client) else client_of(reader)
    answer = client.get("/search/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def titles_on(page):
    return [words(one) for one in elements(page, "p.what")]


def marks_on(page):
    return [words(one) for one in elements(page, "mark")]


def test_an_officer_finds_a_post_by_another_form(alice, monkeypatch):
    """One story: a search, its marks, conditions, the next page, nothing found, and what helps."""
    grow(alice)
    index_everything()
    page = shown(alice, q="дороги")
    assert titles_on(page) == ["Открытие дороги", "Ремонт на Ленина", "Жители спрашивают о дорогах"]
    assert marks_on(page) == ["дороги", "дорогу", "Дорог", "дорогах"]
    # the address keeps what is chosen, and links change one thing
    narrow = shown(alice, q="дороги", kind="post", network="vk", since="2026-11-25", until="2026-11-25")
    assert titles_on(narrow) == ["Ремонт на Ленина"]
    assert attribute(narrow, "input#id_since", "value") == "2026-11-25"
    assert "Сеть, человек, дни: 3" in words(element(narrow, "details.month-choices"))
    everything = unescape(attribute(element(narrow, "nav.chips[aria-label=Где искать]"), "a", "href"))
    assert "kind" not in everything
    assert titles_on(client_of(alice).get(everything).content.decode()) == ["Ремонт на Ленина"]
    # the next page begins where this one ends
    monkeypatch.setattr(searching, "PAGE", 2)
    first = shown(alice, q="дороги")
    further = next(one for one in elements(first, "a.btn") if "раньше" in one)
    after = client_of(alice).get(unescape(attribute(further, "a", "href"))).content.decode()
    assert titles_on(first) + titles_on(after) == titles_on(page)
    assert "раньше" not in words(element(after, "main"))
    # nothing
    nothing = words(element(shown(alice, q="дарога", network="vk"), "div.empty"))
    assert "Ничего не нашли: «дарога»" in nothing
    assert "Искать без условий" in nothing
    assert "Искали без «и» и «на»" in words(element(shown(alice, q="и на катке"), "main"))
    assert "Искать пока нечего" in words(element(shown(alice, q="и на"), "div.empty"))
    assert "Последний день раньше первого" in words(shown(alice, q="каток", since="2026-11-25", until="2026-11-20"))


ODD = (
    "\x00",
    "каток\x00",
    "🎉🎉🎉",
    "\"'--; DROP TABLE search_words",
    "NEAR(каток ёлка) OR terms : *",
    "\u202eкаток\u202c\u2066",
    "<script>alert(1)</script>",
    "щ" * 10_000,
    "дорога " * 2_000,
    "word" * 3_000,
    "٣٤ 漢字 ﷺ ½ ß İ",
    "{{ 7|add:7 }}",
    "%",
)


def test_whatever_is_typed_is_answered_in_words(alice):
    grow(alice)
    index_everything()
    for text in ODD:
        page = shown(alice, q=text)
        assert len(page.encode()) < 60_000
        assert "<script>alert" not in page
    assert "каток" in words(element(shown(alice, q="каток\x00"), "main"))
    assert "Запрос длинный" in words(element(shown(alice, q="дорога " * 2_000), "main"))
    for nonsense in ({"before": "x"}, {"before": "9" * 30}, {"person": "1e9"}, {"network": "nowhere"}, {"since": "x"}):
        shown(alice, q="каток", **nonsense)


def test_queries_do_not_grow(alice, rubtsovsk):
    grow(alice)
    index_everything()
    reader = client_of(alice)
    shown(reader, q="дорога")
    with CaptureQueriesContext(connection) as few:
        shown(reader, person=alice.pk)
    for number in range(30):
        make_plan_item(rubtsovsk, author=alice, title=f"Дорога {number}")
    grow(alice)
    index_everything()
    with CaptureQueriesContext(connection) as many:
        page = shown(reader, person=alice.pk)
    assert len(elements(page, "p.what")) == searching.PAGE
    assert len(page.encode()) < 60_000
    assert len(many) == len(few) <= 20, [query["sql"][:150] for query in many]


def test_all_who_read_the_plan_find_it_and_nobody_elsewhere(alice, dave, mallory):
    """Departments too read the plan and every publication (`plan.see`, `posts.see`)."""
    grow(alice)
    index_everything()
    assert len(titles_on(shown(dave, q="дороги"))) == 3
    assert titles_on(shown(mallory, q="дороги")) == []
    assert "alice" not in element(shown(mallory), "select#id_person")
