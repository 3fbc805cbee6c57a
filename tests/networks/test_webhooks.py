import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.networks.conftest import Bench, came, soon
from veche.networks.protocol import Answer, CommentCame, Event, PostSeen, WebhookRefused, WebhookRequest

SECRET = "Ключ-от-вебхука_1"
UNREAD = {
    "vk": "Событий VK, которых мы не поняли: 1. Посмотрите комментарии в VK.",
    "telegram": "Сообщений Телеграма, которых мы не поняли: 1. Посмотрите обсуждения в Телеграме.",
    "max": "Событий MAX, которых мы не поняли: 1. Посмотрите комментарии в MAX.",
}


@pytest.fixture(autouse=True)
def our_secret(request: pytest.FixtureRequest) -> None:
    for name in ("bench", "vk", "telegram", "max_"):
        if name in request.fixturenames:
            request.getfixturevalue(name).secret = SECRET


def vk_body(bench: Bench, **changes: Any) -> dict[str, Any]:
    return {
        "type": "wall_reply_new",
        "group_id": bench.account,
        "event_id": "e1",
        "v": "5.199",
        "secret": SECRET,
        "object": {
            "id": 77,
            "from_id": 1,
            "post_id": 5,
            "post_owner_id": -bench.account,
            "owner_id": -bench.account,
            "date": 1795600000,
            "text": "Когда?",
        },
        **changes,
    }


def telegram_body(bench: Bench, **message: Any) -> dict[str, Any]:
    group = {"id": bench.given["group_id"], "type": "supergroup", "title": "Обсуждение"}
    root = {"message_id": 900, "chat": group, "date": 1795600000, **forward_of(bench, 42)}
    said = {
        "message_id": 901,
        "chat": group,
        "message_thread_id": 900,
        "reply_to_message": root,
        "from": {"id": 5, "is_bot": False, "first_name": "Анна"},
        "date": 1795600060,
        "text": "Когда?",
    }
    return {"update_id": 10, "message": {**said, **message}}


def forward_of(bench: Bench, post_id: int) -> dict[str, Any]:
    channel = {"id": bench.account, "type": "channel", "title": "Город"}
    origin = {"type": "channel", "date": 1795600000, "chat": channel, "message_id": post_id}
    return {"is_automatic_forward": True, "sender_chat": channel, "forward_origin": origin}


POST, COMMENT = "mid.ffffbf9b5b8b95ff01a213b2ba910001", "mid.ffffbf9b5b8b95ff01a213b2ba920002"


def max_body(bench: Bench, **message: Any) -> dict[str, Any]:
    said = {
        "sender": {"user_id": 5, "first_name": "Анна", "is_bot": False, "last_activity_time": 1795600000000},
        "recipient": {"chat_id": bench.account, "chat_type": "channel", "post_id": POST},
        "timestamp": 1795600060000,
        "body": {"mid": COMMENT, "seq": 116327994376978687, "text": "Когда?"},
    }
    return {"update_type": "comment_created", "timestamp": 1795600060500, "message": {**said, **message}}


def parse(bench: Bench, body: Any, headers: dict[str, str] | None = None) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    name = "X-Max-Bot-Api-Secret" if bench.slug == "max" else "X-Telegram-Bot-Api-Secret-Token"
    given = {name: SECRET} if headers is None else headers
    return bench.network.parse_webhook(WebhookRequest(raw, given))


def one_comment(events: tuple[Event, ...]) -> tuple[str, str, str, str, str]:
    [comment] = came(events)
    return comment.comment_id, comment.post_id, comment.thread_id, comment.author_id, comment.text


def test_vk_comment(vk: Bench) -> None:
    answer = parse(vk, vk_body(vk))

    assert one_comment(answer.events) == ("77", "5", "", "1", "Когда?")
    assert answer.body == "ok"
    assert answer.status == 200


def test_telegram_comment(telegram: Bench) -> None:
    answer = parse(telegram, telegram_body(telegram))

    assert one_comment(answer.events) == ("901", "42", "900", "5", "Когда?")
    assert (came(answer.events)[0].reply_to, came(answer.events)[0].ours) == ("", False)


def test_max_comment(max_: Bench) -> None:
    assert one_comment(parse(max_, max_body(max_)).events) == (COMMENT, POST, "", "5", "Когда?")


def test_max_comment_in_the_channel_s_own_name_is_ours(max_: Bench) -> None:
    [comment] = came(parse(max_, max_body(max_, sender=None)).events)

    assert (comment.ours, comment.author_name) == (True, "")


@pytest.mark.parametrize("headers", [{}, {"X-Max-Bot-Api-Secret": "нет"}, {"Other": SECRET}])
def test_max_with_a_wrong_secret_is_refused(max_: Bench, headers: dict[str, str]) -> None:
    with pytest.raises(WebhookRefused):
        parse(max_, max_body(max_), headers)


def test_max_without_a_configured_secret_is_refused(max_: Bench) -> None:
    max_.secret = ""
    with pytest.raises(WebhookRefused):
        parse(max_, max_body(max_), {"X-Max-Bot-Api-Secret": ""})


def test_max_what_is_no_news_of_this_channel_is_taken(max_: Bench) -> None:
    elsewhere = max_body(max_, recipient={"chat_id": -1, "chat_type": "channel", "post_id": POST})
    removed = {"update_type": "comment_removed", "timestamp": 1, "chat_id": -1, "message_id": COMMENT, "user_id": 5}

    for body in (elsewhere, removed, {"update_type": "dialog_muted", "timestamp": 1, "chat_id": 5}):
        assert parse(max_, body) == Answer(())


@pytest.mark.parametrize("mid", ["", "mid.1/../../me", "mid 1", "\ud800", "м", "m" * 65, 5, None])
def test_max_an_id_that_is_none_is_no_comment(max_: Bench, mid: object) -> None:
    assert parse(max_, max_body(max_, body={"mid": mid, "seq": 1, "text": "да"})) == Answer((), gap=UNREAD["max"])


def test_max_removal_and_edit(max_: Bench) -> None:
    removed = {"update_type": "comment_removed", "timestamp": 1795600061000, "chat_id": max_.account}
    [gone] = parse(max_, {**removed, "message_id": COMMENT, "user_id": 5, "post_id": POST}).events
    [edited] = came(parse(max_, {**max_body(max_), "update_type": "comment_edited"}).events)

    assert (gone.dedup, type(gone).__name__) == (f"gone:{COMMENT}", "CommentGone")
    assert (edited.dedup, edited.edited) == (f"edit:{COMMENT}:1795600060500", True)


def test_vk_asks_for_its_confirmation_string(vk: Bench) -> None:
    asked = {"type": "confirmation", "group_id": vk.account}
    with pytest.raises(WebhookRefused):
        parse(vk, asked)

    vk.more["confirmation"] = "a1b2c3d4"

    assert parse(vk, asked) == Answer((), body="a1b2c3d4")


@pytest.mark.parametrize("wrong", ["", "другой", SECRET + "1", SECRET[:-1], None, 5, "\ud800"])
def test_vk_with_a_wrong_secret_is_refused(vk: Bench, wrong: object) -> None:
    with pytest.raises(WebhookRefused):
        parse(vk, vk_body(vk, secret=wrong))


def test_vk_without_a_secret_is_refused_also_if_none_is_configured(vk: Bench) -> None:
    vk.secret = ""
    for body in (vk_body(vk, secret=""), {key: value for key, value in vk_body(vk).items() if key != "secret"}):
        with pytest.raises(WebhookRefused):
            parse(vk, body)


def test_vk_of_another_community_is_refused(vk: Bench) -> None:
    with pytest.raises(WebhookRefused):
        parse(vk, vk_body(vk, group_id=vk.account + 1))


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "нет"}, {"Other": SECRET}])
def test_telegram_with_a_wrong_secret_is_refused(telegram: Bench, headers: dict[str, str]) -> None:
    with pytest.raises(WebhookRefused):
        parse(telegram, telegram_body(telegram), headers)


def test_telegram_headers_have_no_case(telegram: Bench) -> None:
    assert parse(telegram, telegram_body(telegram), {"x-telegram-bot-api-secret-token": SECRET}).events


def test_telegram_without_a_configured_secret_is_refused(telegram: Bench) -> None:
    telegram.secret = ""
    with pytest.raises(WebhookRefused):
        parse(telegram, telegram_body(telegram), {"X-Telegram-Bot-Api-Secret-Token": ""})


def test_vk_event_of_no_interest_is_taken(vk: Bench) -> None:
    assert parse(vk, vk_body(vk, type="group_join", object={"user_id": 1})) == Answer(())


@pytest.mark.parametrize("foreign", [{"owner_id": -1, "post_owner_id": -1}])
def test_vk_comment_on_another_wall_is_not_ours(vk: Bench, foreign: dict[str, int]) -> None:
    body = vk_body(vk)
    assert parse(vk, {**body, "object": {**body["object"], **foreign}}).events == ()


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b"1", b"[" * 100_000, b'{"group_id":'])
def test_a_body_that_is_no_object_is_told_where_the_secret_is_right(
    vk: Bench, telegram: Bench, max_: Bench, ok: Bench, body: bytes
) -> None:
    """VK's secret is in the body, and OK has no webhooks: there the sender is unknown."""
    assert parse(telegram, body) == Answer((), gap=UNREAD["telegram"])
    assert parse(max_, body) == Answer((), gap=UNREAD["max"])
    for bench in (vk, ok):
        with pytest.raises(WebhookRefused):
            parse(bench, body)


@pytest.mark.parametrize("date", ["soon", None, 10**20])
def test_an_event_that_cannot_be_read_is_taken_and_said(vk: Bench, telegram: Bench, max_: Bench, date: object) -> None:
    """A refused event would be sent again and again and block later ones."""
    assert parse(vk, vk_body(vk, object={**vk_body(vk)["object"], "date": date})) == Answer((), gap=UNREAD["vk"])
    assert parse(telegram, telegram_body(telegram, date=date)) == Answer((), gap=UNREAD["telegram"])
    assert parse(max_, max_body(max_, timestamp=date)) == Answer((), gap=UNREAD["max"])


def test_what_the_network_sends_without_its_kind_is_said(telegram: Bench, max_: Bench) -> None:
    assert parse(telegram, {"update_id": "x", "message": {}}) == Answer((), gap=UNREAD["telegram"])
    assert parse(max_, {"timestamp": 1795600060500}) == Answer((), gap=UNREAD["max"])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_any_body_is_read_or_said(bench: Bench, data: st.DataObject) -> None:
    """One field of a valid body is replaced by anything."""
    if not bench.network.profile.reading.has_webhooks:
        pytest.skip("this network calls nobody")
    body = {"vk": vk_body, "telegram": telegram_body, "max": max_body}[bench.slug](bench)
    place: Any = body["object"] if bench.slug == "vk" else body["message"]
    name = data.draw(st.sampled_from([*place, "photo", "attachments", "document", "sticker", "sender_chat"]))
    place[name] = data.draw(json_values)

    answer = parse(bench, body)

    assert answer.gap in ("", UNREAD[bench.slug])
    assert all(isinstance(event, CommentCame) for event in answer.events)


def test_both_ways_tell_a_comment_under_one_name(vk: Bench) -> None:
    post_id = vk.publish("Каток открыт").remote_id
    cursor = vk.begin()
    written = vk.resident_writes(post_id, "Когда?")
    [polled] = came(vk.network.fetch_inbox(cursor, deadline=soon()).events)

    body = vk_body(vk)
    body["object"]["id"] = written["id"]
    [pushed] = came(parse(vk, body).events)

    assert polled.dedup == pushed.dedup == f"new:{written['id']}"


def test_telegram_album_is_told_by_the_message_with_the_text(telegram: Bench) -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 10, "height": 10}]

    def part(number: int, **more: Any) -> tuple[Event, ...]:
        body = telegram_body(
            telegram, message_id=number, media_group_id="77", photo=photo, **forward_of(telegram, number - 900), **more
        )
        del body["message"]["text"], body["message"]["reply_to_message"]
        return parse(telegram, body).events

    [told] = part(901, caption="Каток")
    assert isinstance(told, PostSeen)
    assert told.post_id == "1"
    assert told.thread_id == "901"
    assert told.text == "Каток"
    assert told.photo_count == 1
    assert part(902) == part(903) == ()


@pytest.mark.parametrize(
    ("sender", "ours"),
    [
        ({"from": {"id": 5, "first_name": "Анна", "last_name": "К."}}, False),
        ({"sender_chat": {"id": -100777, "type": "channel", "title": "Чужой канал"}}, False),
        ({"from": {"id": 1087968824, "first_name": "Group"}, "sender_chat": "group"}, True),
        ({"from": {"id": 136817688, "first_name": "Channel"}, "sender_chat": "channel"}, True),
        ({"from": "bot"}, True),
    ],
)
def test_telegram_knows_its_own(telegram: Bench, sender: dict[str, Any], ours: bool) -> None:
    chats = {"group": telegram.given["group_id"], "channel": telegram.account}
    if isinstance(sender.get("sender_chat"), str):
        sender = {**sender, "sender_chat": {"id": chats[sender["sender_chat"]], "title": "Город"}}
    if sender.get("from") == "bot":
        sender = {"from": {"id": int(telegram.given["token"].partition(":")[0]), "first_name": "Бот"}}

    [comment] = came(parse(telegram, telegram_body(telegram, **sender)).events)

    assert comment.ours is ours


@pytest.mark.parametrize(
    ("content", "text", "refs"),
    [
        ({"sticker": {"file_id": "s", "emoji": "🔥"}}, "[стикер 🔥]", []),
        ({"voice": {"file_id": "v"}, "caption": "слушайте"}, "слушайте", []),
        ({"video_note": {"file_id": "v"}}, "[видеосообщение]", []),
        ({"poll": {"question": "Кто за?"}}, "[опрос Кто за?]", []),
        ({"document": {"file_id": "d", "file_name": "яма.png", "mime_type": "image/png"}}, "[файл яма.png]", ["d"]),
        ({"photo": [{"file_id": "a", "width": 9, "height": 9}, {"file_id": "b", "width": 90, "height": 9}]}, "", ["b"]),
    ],
)
def test_telegram_says_what_was_sent_instead_of_words(
    telegram: Bench, content: dict[str, Any], text: str, refs: list[str]
) -> None:
    body = telegram_body(telegram, **content)
    del body["message"]["text"]

    [comment] = came(parse(telegram, body).events)

    assert (comment.text, [picture.ref for picture in comment.pictures]) == (text, refs)


def test_telegram_service_messages_and_other_chats_are_no_comments(telegram: Bench) -> None:
    joined = telegram_body(telegram, new_chat_members=[{"id": 5, "first_name": "Анна"}])
    del joined["message"]["text"]
    elsewhere = telegram_body(telegram, chat={"id": -100999, "type": "supergroup"})

    assert parse(telegram, joined).events == parse(telegram, elsewhere).events == ()
    assert parse(telegram, {"update_id": 1, "my_chat_member": {"chat": {"id": 1}}}).events == ()
