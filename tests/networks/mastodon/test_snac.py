"""The Mastodon adapter on a real server, snac: supported acts are done and proven, missing methods are reported."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from scripts import find
from tests.networks.conftest import came, picture, soon
from tests.networks.mastodon.snac import ANNA, CITY, LEFT_OUT, Snac
from tests.waiting import wait_until
from veche.kernel.crypto import Secret
from veche.kernel.http import HttpClient
from veche.networks.protocol import (
    Absent,
    Act,
    AnswerMessage,
    CannotTell,
    Describe,
    Done,
    Edit,
    Event,
    Found,
    MessageCame,
    Network,
    NetworkError,
    Operation,
    OutgoingPost,
    Parts,
    Photo,
    Pin,
    Poll,
    Publish,
    ReleaseAuthor,
    Reply,
    RestrictAuthor,
    SetAvatar,
    SetCover,
    Slot,
    Unpin,
    Withdraw,
)
from veche.networks.registry import open_network, open_webhook_setup

pytestmark = pytest.mark.skipif(find.snac() is None, reason=LEFT_OUT)
# It delivers messages between its accounts by HTTP to itself, with a delay.
HEARD_SECONDS = 50.0


@pytest.fixture(scope="module")
def snac(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snac]:
    with Snac(tmp_path_factory.mktemp("snac")) as server:
        yield server


@pytest.fixture
def network(snac: Snac) -> Network:
    keys = {Slot.BOT: Secret(snac.tokens[CITY])}
    http = HttpClient(allowed_private=frozenset({("127.0.0.1", urlsplit(snac.base).port or 0)}))
    place = open_webhook_setup("mastodon", address={"id": "0"}, keys=keys, http=http, base_url=snac.base).identify_page(
        CITY, deadline=soon()
    )
    return open_network("mastodon", address={"id": place.number}, keys=keys, http=http, base_url=snac.base)


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    path = tmp_path / "1.png"
    path.write_bytes(picture("teal", width=600, height=400))
    return Photo(path, "image/png", alt="Лёд")


def since() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


def carry_out(network: Network, act: Act) -> tuple[Done, Parts]:
    """Perform the act, and look it up by its id and, as after a lost answer, without it."""
    stages: list[Parts] = [{}, *network.prepare(act, {}, deadline=soon())]
    done = network.perform(act, stages[-1], key=uuid4(), deadline=soon())
    for number in (done.remote_id, ""):
        found = network.look_up(act, key=uuid4(), since=since(), remote_id=number, deadline=soon())
        assert isinstance(found, Found), act
        assert found.remote_id == done.remote_id
    return done, stages[-1]


def test_a_post_is_published_proven_and_read_back(network: Network, snac: Snac, photo: Photo) -> None:
    text = "Каток *на Ленина* открыт & _ждёт_.\n\n#Рубцовск https://gorod.example/a_b_c"

    done, _ = carry_out(network, Publish(OutgoingPost(text, (photo,))))

    [post] = [one for one in snac.wall() if one["id"] == done.remote_id]
    assert [one["description"] for one in post["media_attachments"]] == ["Лёд"]
    now = network.read_back([done.remote_id, "no_such_post"], deadline=soon())
    assert (now[done.remote_id].text, now[done.remote_id].shown.photos) == (text, 1)
    assert not now["no_such_post"].stands
    assert done.url == post["url"]
    assert network.statistics([done.remote_id], deadline=soon())[done.remote_id].likes == 0


def test_a_post_is_corrected_and_pinned(network: Network, snac: Snac) -> None:
    before = OutgoingPost("Каток открыт.")
    done, made = carry_out(network, Publish(before))

    carry_out(network, Edit(done.remote_id, OutgoingPost("Каток закрыт до среды."), before, made))
    carry_out(network, Pin(done.remote_id))
    pinned = [one["pinned"] for one in snac.wall() if one["uri"] == done.url]
    carry_out(network, Unpin(done.remote_id))

    assert pinned == [True]
    assert network.read_back([done.remote_id], deadline=soon())[done.remote_id].text == "Каток закрыт до среды."


def test_the_page_gets_its_words_and_pictures(network: Network, photo: Photo) -> None:
    for act in (Describe("Официальная страница города."), SetAvatar(photo), SetCover(photo)):
        assert carry_out(network, act)[0].proven


@pytest.mark.sweep
def test_a_resident_is_heard_answered_blocked_and_released(network: Network, snac: Snac) -> None:
    post = carry_out(network, Publish(OutgoingPost("Вывоз мусора по вторникам.")))[0].remote_id
    cursor = network.fetch_inbox("", deadline=soon()).cursor
    said = snac.ask("POST", "/api/v1/statuses", {"status": f"@{CITY} а по субботам?", "in_reply_to_id": post})
    snac.ask("POST", "/api/v1/statuses", {"status": f"@{CITY} а лично?", "visibility": "direct"})
    told: list[Event] = []

    def heard() -> bool:
        told[:] = network.fetch_inbox(cursor, deadline=soon()).events
        return len(told) > 1

    wait_until(heard, seconds=HEARD_SECONDS, otherwise=lambda: f"snac has brought this alone: {told}")

    [comment], [letter] = came(tuple(told)), [one for one in told if isinstance(one, MessageCame)]
    assert letter.author_name == ANNA
    assert letter.text == "а лично?"
    assert letter.peer_id == comment.author_id
    _answer_privately(network, AnswerMessage(letter.peer_id, "Лично тоже.", letter.message_id))
    assert comment.comment_id == said["id"]
    assert comment.post_id == post
    assert comment.text == "а по субботам?"
    assert comment.author_name == ANNA
    reply = carry_out(network, Reply(post, comment.comment_id, "Только по вторникам."))[0].remote_id
    assert snac.ask("GET", f"/api/v1/statuses/{reply}", who=CITY)["in_reply_to_id"] == comment.comment_id
    carry_out(network, RestrictAuthor(comment.author_id))
    carry_out(network, ReleaseAuthor(comment.author_id))


def _answer_privately(network: Network, act: AnswerMessage) -> None:
    """snac does not list what is not public, so that a lost answer cannot be looked up."""
    *_, parts = network.prepare(act, {}, deadline=soon())
    done = network.perform(act, parts, key=uuid4(), deadline=soon())
    known, lost = (
        network.look_up(act, key=uuid4(), since=since(), remote_id=number, deadline=soon())
        for number in (done.remote_id, "")
    )
    assert (type(known), type(lost)) == (Found, CannotTell)


def test_what_snac_lacks_is_said(network: Network, snac: Snac) -> None:
    """It has no deletion by API, ignores polls, and ignores the Idempotency-Key."""
    poll = OutgoingPost("", poll=Poll("Какой двор?", ("Ленина", "Мира")))
    *_, parts = network.prepare(Publish(poll), {}, deadline=soon())
    without_poll = network.perform(Publish(poll), parts, key=uuid4(), deadline=soon())
    post, key = Publish(OutgoingPost("Сказано дважды.")), uuid4()
    first, second = (network.perform(post, {}, key=key, deadline=soon()).remote_id for _ in range(2))

    with pytest.raises(NetworkError) as refusal:
        network.perform(Withdraw(first), {}, key=uuid4(), deadline=soon())

    assert without_poll.missing == "опросов 0 из 1"
    assert first != second
    taken = frozenset({first, second})
    answer = network.look_up(post, key=key, since=since(), remote_id="", deadline=soon(), taken=taken)
    assert not isinstance(answer, Found)
    assert not network.may_repeat(post, first_call=since(), now=datetime.now(UTC))
    assert (refusal.value.code, refusal.value.permanent) == ("by_hand", True)
    assert network.look_up(Withdraw(first), key=uuid4(), since=since(), remote_id="", deadline=soon()) == Absent()


def test_what_its_key_may_do(network: Network) -> None:
    by_itself = {one for one, ability in network.abilities(deadline=soon()).items() if ability.mode == "auto"}

    assert {Operation.PUBLISH_TEXT, Operation.PROVE, Operation.READ_BACK, Operation.REPLY} <= by_itself


def test_a_key_of_nobody_is_told(network: Network, snac: Snac) -> None:
    http = HttpClient(allowed_private=frozenset({("127.0.0.1", urlsplit(snac.base).port or 0)}))
    stranger = open_webhook_setup(
        "mastodon", address={"id": "0"}, keys={Slot.BOT: Secret("0" * 32)}, http=http, base_url=snac.base
    )

    with pytest.raises(NetworkError) as refusal:
        stranger.identify_page("", deadline=soon())

    assert (refusal.value.code, refusal.value.key_slot) == ("masto_401", Slot.BOT)
