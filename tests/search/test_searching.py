"""What a search finds, in which order. The same file runs on both databases; a plain reading of the corpus judges."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import NOON, make_plan_item
from tests.search.corpus import POSTS, grow, titles
from veche.search.domain import searching
from veche.search.domain.indexing import index_everything
from veche.search.domain.question import marked, question_of
from veche.search.domain.searching import PAGE, SearchQuery, search
from veche.search.domain.terms import terms_of, words_of
from veche.search.models import IndexEntry

ALL = [
    "Уборка листьев",
    "Открытие дороги",
    "Открыли каток",
    "Прорыв на Комсомольской",
    "Ёлка на площади",
    "С Днём матери",
    "Ремонт на Ленина",
    "Жители спрашивают о дорогах",
]
ASKED = {
    "дороги": ["Открытие дороги", "Ремонт на Ленина", "Жители спрашивают о дорогах"],
    "ДОРОГУ": ["Открытие дороги", "Ремонт на Ленина", "Жители спрашивают о дорогах"],
    "дорогой мамы": ["С Днём матери"],
    "елка": ["Ёлка на площади", "С Днём матери"],
    "ёлку поставили": [],
    "ставить ёлки": ["Ёлка на площади"],
    "нг2027": ["Ёлка на площади"],
    "#городпраздника": ["Ёлка на площади"],
    "covid": ["Прорыв на Комсомольской"],
    "covid-19": ["Прорыв на Комсомольской"],
    "водоканала": ["Прорыв на Комсомольской"],
    "18:00": ["Прорыв на Комсомольской"],
    "кататься на катке": ["Открыли каток"],
    "дружинник": ["Открыли каток"],
    "школа": ["Уборка листьев", "Ремонт на Ленина"],
    "каток ёлка": [],
    "дарога": [],
    "«каток»": ["Открыли каток"],
    "ка\u0301ток": ["Открыли каток"],
    "\u202eкаток\u202c": ["Открыли каток"],
    "каток\x00": ["Открыли каток"],
    'каток" OR "ёлка': [],
    "terms:каток*": [],
    "a:1": [],
    # phrases
    '"дороги к школам"': ["Ремонт на Ленина"],
    '"дорога школа"': ["Ремонт на Ленина"],
    "«школа дорога»": [],
    "«асфальт на дорогах» рабочий": ["Ремонт на Ленина"],
    "«асфальт» «к школе № 8»": ["Ремонт на Ленина"],
    "«асфальт школа»": [],
    "“концерт в субботу”": ["С Днём матери"],  # «концерт уже в субботу»
    "„мамы концерт“": [],
    '"ставить ёлку" 20': ["Ёлка на площади"],
    '"каток открыли"': ["Открыли каток"],
    '"каток свободный"': [],  # of two texts
    '"каток': ["Открыли каток"],
    '""каток""': ["Открыли каток"],
    "«и на» каток": ["Открыли каток"],
    "каток::открытый": ["Открыли каток"],
}


def test_one_corpus(alice, mallory):
    grow(alice)
    others = make_plan_item(mallory.administration, author=mallory, title="Чужая дорога")
    index_everything()
    assert {text: titles(alice, text) for text in ASKED} == ASKED
    assert titles(mallory, "дорога") == [others.title]
    # conditions
    assert titles(alice, person=alice.pk) == ALL
    assert titles(alice, person=mallory.pk) == []
    assert titles(alice, network="ok") == ["Уборка листьев"]
    assert titles(alice, "дорога", kinds=["post"]) == ["Ремонт на Ленина"]
    assert titles(alice, since=NOON + timedelta(days=1), until=NOON + timedelta(days=3)) == ALL[4:6]
    assert titles(alice, "дорога", kinds=["nothing"]) == []
    # nothing to look for
    assert titles(alice, "и на") == []
    assert titles(alice, "🎉 !!") == []


def test_pages_hold_each_once(alice, monkeypatch):
    grow(alice)
    index_everything()
    monkeypatch.setattr(searching, "PAGE", 3)
    seen, before = [], None
    while True:
        page = search(alice, SearchQuery(person=alice.pk, before=before))
        seen.append([hit.found.title for hit in page.hits])
        before = page.more
        if before is None:
            break
    assert seen == [ALL[:3], ALL[3:6], ALL[6:]]


VOCABULARY = sorted({word.plain for title, text in POSTS for word in words_of(f"{title} {text}")})


PHRASES = [f"{one.plain} {other.plain}" for _title, text in POSTS for one, other in pairwise(words_of(text))]


def test_the_index_answers_as_the_texts_do(alice, rubtsovsk, monkeypatch):
    """Any words of the corpus: the database finds the posts whose own terms have all of them, however many it looks
    through before it asks the index."""
    grow(alice)
    index_everything()
    said = {
        entry.key: terms_of((title, text, *(["Заливали сами дружинники."] if title == "Открыли каток" else [])))
        for entry, (title, text) in zip(
            IndexEntry.objects.of(rubtsovsk).filter(kind="post").order_by("key"), POSTS, strict=True
        )
    }

    @settings(max_examples=50, database=None)
    @given(
        words=st.lists(st.sampled_from([*VOCABULARY, "нет", "слова"]), min_size=1, max_size=3),
        phrase=st.sampled_from(PHRASES) | st.just(""),
        near=st.sampled_from([1, 3, searching.NEAR]),
        number=st.sampled_from([1, 2, PAGE + 1]),
    )
    def check(words, phrase, near, number):
        monkeypatch.setattr(searching, "NEAR", near)
        question = question_of(f"{' '.join(words[: 1 if phrase else 3])} «{phrase}»")
        expected = [
            key for key, terms in reversed(said.items()) if all(not terms.isdisjoint(word) for word in question.asked)
        ]
        found = searching.entries_of(rubtsovsk, SearchQuery(question), ["post"], number)
        assert [key for key, _ in found] == expected[:number]

    check()


def test_the_moment_orders_and_ties_are_the_younger_entry_first(alice, rubtsovsk):
    names = ("Первый каток", "Второй каток", "Третий каток")
    at_once = {make_plan_item(rubtsovsk, author=alice, title=name, publish_at=NOON).pk: name for name in names}
    make_plan_item(rubtsovsk, author=alice, title="Старый каток", publish_at=NOON - timedelta(seconds=1))
    index_everything()
    entries = IndexEntry.objects.of(rubtsovsk).filter(object_id__in=at_once).order_by("-pk")
    younger_first = [at_once[one] for one in entries.values_list("object_id", flat=True)]
    assert titles(alice, "каток") == [*younger_first, "Старый каток"]


def test_a_phrase_is_marked_where_its_words_stand_side_by_side():
    parts = marked(
        "Ремонт на мосту начат. Мост ждал ремонта; ремонт моста и каток.", question_of("«ремонт моста» каток")
    )

    assert [part.text for part in parts if part.is_hit] == ["Ремонт на мосту", "ремонт моста", "каток"]
