"""Feeds of news: RSS and Atom of any age and encoding; entities are refused."""

from datetime import UTC, datetime

import pytest

from veche.documents.feed_apart import read_feed_apart
from veche.documents.site_feed import MOST_BYTES, FeedEntry, UnreadableFeed, is_feed, read_feed

ZONE = "Asia/Barnaul"
RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Сайт</title>
<atom:link href="https://site.example/rss" rel="self"/>
<item><title>Каток &amp;laquo;открыт&amp;raquo;</title><link>https://site.example/news/1</link>
<guid isPermaLink="false">news-1</guid><pubDate>Mon, 04 Jan 2027 09:00:00 +0700</pubDate>
<description><![CDATA[<p>Приходите <b>все</b>.</p><script>alert(1)</script>]]></description></item>
<item><title>Без даты и guid</title><link>javascript:alert(1)</link></item>
<item><title>Повтор</title><guid>news-1</guid></item>
<item><guid>empty</guid></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:site,1</id>
<title type="html">Ремонт &lt;i&gt;дороги&lt;/i&gt;</title><link rel="self" href="https://site.example/a.xml"/>
<link href="https://site.example/a"/><updated>2027-01-04T11:00:00</updated>
<summary>Улица Ленина</summary></entry></feed>"""
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<rss><channel><item><title>&b;</title></item></channel></rss>"
)
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>'
AT_NINE = datetime(2027, 1, 4, 2, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251"])
def test_rss_becomes_entries(encoding: str):
    content = RSS.format(encoding=encoding).encode(encoding)

    assert is_feed(content)
    assert read_feed(content, zone=ZONE) == (
        FeedEntry("news-1", "Каток «открыт»", "https://site.example/news/1", "Приходите все.", AT_NINE),
        FeedEntry("Без даты и guid", "Без даты и guid", "", "", None),
    )


def test_atom_and_an_hour_of_the_city():
    assert read_feed(ATOM.encode(), zone=ZONE) == (
        FeedEntry(
            "tag:site,1", "Ремонт дороги", "https://site.example/a", "Улица Ленина", datetime(2027, 1, 4, 4, tzinfo=UTC)
        ),
    )


REFUSED = {
    "bomb": (BOMB, "подстановки"),
    "outside": (OUTSIDE, "подстановки"),
    "cut": (ATOM[:200], "повреждена"),
    "encoding": (RSS.format(encoding="klingon"), "повреждена"),
    "large": ("<rss>" + " " * MOST_BYTES, "больше 5 МБ"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_said(name: str):
    content, said = REFUSED[name]
    with pytest.raises(UnreadableFeed, match=said):
        read_feed(content.encode(), zone=ZONE)


def test_a_page_is_no_feed():
    assert not is_feed(b"<!doctype html><html><head><title>rss</title></head></html>")


def test_entries_within_entries_are_not_read_again_for_each_level():
    """They took hours of the worker."""
    deep = b"<rss>" + b"<item>" * 100_000 + b"<title>Words</title>" + b"</item>" * 100_000 + b"</rss>"

    assert read_feed(deep, zone=ZONE) == ()


def test_a_process_of_its_own_reads_the_same_entries_and_refuses_with_the_same_words():
    assert [read_feed_apart(one.encode(), zone=ZONE) for one in (ATOM, RSS.format(encoding="utf-8"))] == [
        read_feed(one.encode(), zone=ZONE) for one in (ATOM, RSS.format(encoding="utf-8"))
    ]
    for content, limits, said in ((BOMB, {}, "подстановки"), (ATOM, {"seconds": 0.01}, "слишком долго")):
        with pytest.raises(UnreadableFeed, match=said):
            read_feed_apart(content.encode(), zone=ZONE, **limits)
