"""The link of a version: stored with the text, part of the approval, compared when two people wrote at once."""

from tests.written import TEXT, drafted, working
from veche.approval.domain.ask import ask
from veche.networks.protocol import OutgoingPost, Poll
from veche.posts.domain.changes import Piece, changes
from veche.posts.domain.conflict import LinkSide, links, polls
from veche.posts.domain.freeze import fingerprint, problems_of
from veche.posts.domain.queries import latest_version, versions_of
from veche.posts.domain.rendering import Draft, outgoing
from veche.posts.domain.write import new_version, save_text
from veche.posts.models import Post, PostVersion
from veche.staff.models import Person

LINK = "https://gorod.ru/katok"
POLL = Poll("Какой двор?", ("Ленина", "Мира"))


def saved(post: Post, by: Person, link: str | None) -> PostVersion:
    version = working(post)
    return save_text(version=version, by=by, revision=version.revision, text=TEXT, variants={}, link=link)


def test_a_link_is_kept_until_it_is_taken_away(alice: Person):
    post = drafted(alice)

    saved(post, alice, f" {LINK} ")
    saved(post, alice, None)
    assert outgoing(working(post), "vk") == OutgoingPost(TEXT, link=LINK)

    saved(post, alice, "")
    assert outgoing(working(post), "vk") == OutgoingPost(TEXT)


def test_the_same_link_once_more_is_saved_already(alice: Person):
    post = drafted(alice)
    first = working(post)
    saved(post, alice, LINK)

    again = save_text(version=first, by=alice, revision=first.revision, text=TEXT, variants={}, link=LINK)

    assert again.link == LINK


def test_half_a_link_is_kept_and_stops_the_asking(alice: Person):
    post = drafted(alice)
    saved(post, alice, "gorod.ru")

    [sentence] = problems_of(working(post), ["vk", "telegram"])
    assert sentence.startswith("Ссылка должна начинаться с https:// и вести на сайт")


def test_a_yes_is_said_to_the_link_too(alice: Person):
    post = drafted(alice)
    plain = fingerprint(working(post))
    saved(post, alice, LINK)
    ask(version=working(post), by=alice)
    frozen = latest_version(post)

    fresh = new_version(post=post, by=alice)
    saved(post, alice, f"{LINK}-2")

    assert (fresh.link, frozen.fingerprint == plain) == (LINK, False)
    old, new = versions_of(post)
    assert changes(old, new).link == [[Piece("del", LINK), Piece("ins", f"{LINK}-2")]]
    assert changes(old, old).link is None


def test_two_links_and_two_polls_are_compared():
    mine = Draft(TEXT, {}, POLL, LINK)
    theirs = Draft(TEXT, {}, Poll("Какой парк?", ("Мира", "Садовый"), anonymous=False), "")

    side = polls(mine, theirs)

    assert links(mine, theirs) == LinkSide(LINK, "")
    assert side is not None
    assert side.question == "Какой парк двор?"
    assert side.options == "Мира\nСадовый\nЛенина"
    assert side.rules == POLL
    assert Piece("mark", "двор") in side.mine[0]
    assert Piece("mark", "парк") in side.theirs[0]
    assert links(mine, mine) is None
    assert polls(mine, mine) is None
    assert polls(Draft(TEXT, {}), Draft(TEXT, {})) is None
