"""Markup, trimming and lengths: pure functions."""

from typing import Any

import pytest

from veche_sandbox.telegram.errors import ApiError
from veche_sandbox.telegram.texts import Text, format_text, units

pytestmark = pytest.mark.sweep


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("просто", "просто", []),
        ("<b>Вода</b> с 9", "Вода с 9", [entity("bold", 0, 4)]),
        ("<STRONG>а</strong><em>б</em>", "аб", [entity("bold", 0, 1), entity("italic", 1, 1)]),
        ("<b>а<i>б</i></b>", "аб", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("🏛 <u>да</u>", "🏛 да", [entity("underline", 3, 2)]),
        ("1 &lt; 2 &amp;&amp; &quot;3&quot; &nbsp; &#1078; &#x416;", '1 < 2 && "3" &nbsp; ж Ж', []),
        (
            '<a href="https://a.ru/?a=1&amp;b=2">тут</a>',
            "тут",
            [entity("text_link", 0, 3, url="https://a.ru/?a=1&b=2")],
        ),
        ("<a href='a.ru'>тут</a>", "тут", [entity("text_link", 0, 3, url="http://a.ru")]),
        ('<span class="tg-spoiler">тайна</span>', "тайна", [entity("spoiler", 0, 5)]),
        ("<blockquote expandable>цитата</blockquote>", "цитата", [entity("expandable_blockquote", 0, 6)]),
        ("<b></b>пусто", "пусто", []),
        ("  <b> край </b>  ", "край", [entity("bold", 0, 4)]),
        ("<b>раз</>", "раз", [entity("bold", 0, 3)]),
    ],
)
def test_html_becomes_entities(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert format_text(source, "HTML", None) == Text(text, tuple(entities))


@pytest.mark.parametrize(
    ("source", "description"),
    [
        ("<p>а</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("ж < 5", 'Unsupported start tag "" at byte offset 3'),
        ("<b>а", 'Can\'t find end tag corresponding to start tag "b"'),
        ("а</b>", "Unexpected end tag at byte offset 2"),
        ("<b>а</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>а</b", "Unclosed end tag at byte offset 5"),
        ("<span>а</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_html_is_refused_with_its_place(source: str, description: str) -> None:
    with pytest.raises(ApiError) as caught:
        format_text(source, "HTML", None)

    assert caught.value.description == f"Bad Request: can't parse entities: {description}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        (r"1\.", "1.", []),
        ("*жирно*", "жирно", [entity("bold", 0, 5)]),
        ("_к_ __п__ ~з~ ||с||", "к п з с", None),
        ("`код`", "код", [entity("code", 0, 3)]),
        ("[тут](https://a.ru)", "тут", [entity("text_link", 0, 3, url="https://a.ru")]),
        ("*а _б_*", "а б", [entity("bold", 0, 3), entity("italic", 2, 1)]),
    ],
)
def test_markdown_becomes_entities(source: str, text: str, entities: list[dict[str, Any]] | None) -> None:
    expected = entities
    if expected is None:
        kinds = ("italic", "underline", "strikethrough", "spoiler")
        expected = [entity(kind, place * 2, 1) for place, kind in enumerate(kinds)]

    assert format_text(source, "MarkdownV2", None) == Text(text, tuple(expected))


@pytest.mark.parametrize(
    ("source", "description"),
    [
        ("1.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("*жирно", "Can't find end of Bold entity at byte offset 0"),
        ("`код", "Can't find end of Code entity at byte offset 0"),
        ("[тут]", "Can't find end of a URL at byte offset 0"),
    ],
)
def test_bad_markdown_is_refused(source: str, description: str) -> None:
    with pytest.raises(ApiError) as caught:
        format_text(source, "MarkdownV2", None)

    assert caught.value.description == f"Bad Request: can't parse entities: {description}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*жирно* _косо_ `код`", "жирно косо код", [("bold", 0, 5), ("italic", 6, 4), ("code", 11, 3)]),
        (r"2 \* 2, a\_b. (1)!", "2 * 2, a_b. (1)!", []),
        ("*а _б*", "а _б", [("bold", 0, 4)]),
        ("[просто слова]", "просто слова", []),
    ],
)
def test_former_markdown_becomes_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    assert format_text(source, "Markdown", None) == Text(text, tuple(entity(*one) for one in entities))


def test_former_markdown_keeps_links_and_languages() -> None:
    found = format_text("[тут](a.ru)\n```python\na = 1```", "markdown", None)

    marks = (entity("text_link", 0, 3, url="http://a.ru"), entity("pre", 4, 5, language="python"))
    assert found == Text("тут\na = 1", marks)


def test_former_markdown_without_an_end_is_refused() -> None:
    with pytest.raises(ApiError) as caught:
        format_text("да file_name", "Markdown", None)

    said = "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 9"
    assert caught.value.description == said


def test_given_entities_are_kept() -> None:
    given = [{"type": "bold", "offset": 2, "length": 2}, {"type": "pre", "offset": 0, "length": 4, "language": "c"}]

    expected = (entity("pre", 0, 4, language="c"), entity("bold", 2, 2))
    assert format_text("🏛да", "", given) == Text("🏛да", expected)


@pytest.mark.parametrize(
    ("given", "description"),
    [
        (entity("bold", -1, 1), "receive an entity with incorrect offset -1"),
        (entity("bold", 0, -2), "receive an entity with incorrect length -2"),
        (entity("bold", 100, 1), "entity begins after the end of the text at UTF-16 offset 100"),
        (
            entity("bold", 1, 9),
            "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 10",
        ),
        (entity("zzz", 0, 1), "can't parse MessageEntity: Unsupported type specified"),
    ],
)
def test_broken_entities_are_refused(given: dict[str, Any], description: str) -> None:
    with pytest.raises(ApiError) as caught:
        format_text("hello", "", [given])

    assert caught.value.description == f"Bad Request: {description}"


@pytest.mark.parametrize(
    ("mode", "source", "text", "entities"),
    [
        ("HTML", "<pre>a</pre>", "a", [entity("pre", 0, 1)]),
        (
            "HTML",
            '<pre><code class="language-python">a &lt; b</code></pre>',
            "a < b",
            [entity("pre", 0, 5, language="python")],
        ),
        ("HTML", "<pre><code>a</code></pre>", "a", [entity("pre", 0, 1)]),
        ("HTML", '<code class="language-python">a</code>', "a", [entity("code", 0, 1)]),
        ("MarkdownV2", "```python\na = 1\n```", "a = 1", [entity("pre", 0, 5, language="python")]),
        ("MarkdownV2", "```\na\n```", "a", [entity("pre", 0, 1)]),
        ("MarkdownV2", "```a```", "a", [entity("pre", 0, 1)]),
        ("MarkdownV2", "![👍](tg://emoji?id=5368324170671202286)", "👍", None),
        ("HTML", '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍", None),
        (
            "MarkdownV2",
            "![22:45](tg://time?unix=1647531900&format=wDT)",
            "22:45",
            [entity("date_time", 0, 5, unix_time=1647531900, date_time_format="wDT")],
        ),
        (
            "HTML",
            '<tg-time unix="1647531900">22:45</tg-time>',
            "22:45",
            [entity("date_time", 0, 5, unix_time=1647531900)],
        ),
    ],
)
def test_languages_emoji_and_moments(mode: str, source: str, text: str, entities: Any) -> None:
    expected = entities or [entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")]

    assert format_text(source, mode, None) == Text(text, tuple(expected))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start zz", [("bot_command", "/start")]),
        ("а /help@gorod_bot, и/или 5/6 </b", [("bot_command", "/help@gorod_bot")]),
        (
            "ya.ru t.me/x example.com/path?a=1, дума.рф.",
            [("url", "ya.ru"), ("url", "t.me/x"), ("url", "example.com/path?a=1"), ("url", "дума.рф")],
        ),
        ("Вода.Нет воды. Слово.Ru, т.е. 1.5 a.b@c.ru", [("email", "a.b@c.ru")]),
        ("$USD и $usd, $ABCDEFGHI", [("cashtag", "$USD")]),
        (
            "+7 999 123-45-67, +7(999)1234567",
            [("phone_number", "+7 999 123-45-67"), ("phone_number", "+7(999)1234567")],
        ),
        ("https://ya.ru/a/b #вода", [("url", "https://ya.ru/a/b"), ("hashtag", "#вода")]),
    ],
)
def test_what_the_network_finds(text: str, found: list[tuple[str, str]]) -> None:
    entities = format_text(text, "", None).entities

    assert [(one["type"], text[one["offset"] : one["offset"] + one["length"]]) for one in entities] == found


def test_entity_without_a_length_is_refused() -> None:
    with pytest.raises(ApiError) as caught:
        format_text("да", "", [{"type": "bold", "offset": 0}])

    assert caught.value.description == "Bad Request: can't parse MessageEntity: Can't find field \"length\""


def test_links_and_hashtags_are_found() -> None:
    text = "См. https://a.ru/x, #вода и @gorod_bot, пишите на a@b.ru."

    found = format_text(text, "", None).entities

    assert [(item["type"], text[item["offset"] : item["offset"] + item["length"]]) for item in found] == [
        ("url", "https://a.ru/x"),
        ("hashtag", "#вода"),
        ("mention", "@gorod_bot"),
        ("email", "a@b.ru"),
    ]


def test_returns_are_taken_out_and_entities_move() -> None:
    assert format_text("а\r\n<b>б</b>", "HTML", None) == Text("а\nб", (entity("bold", 2, 1),))


@pytest.mark.parametrize(("text", "length"), [("да", 2), ("🏛", 2), ("🇷🇺", 4), ("👨‍👩‍👧‍👦", 11)])
def test_length_is_counted_in_utf16_units(text: str, length: int) -> None:
    assert units(text) == length
