"""Mastodon.py, an independent public client, unmodified, works with the strict server, which verifies the server."""

from collections.abc import Iterator
from typing import Any

import pytest
from mastodon import Mastodon
from mastodon.errors import MastodonNotFoundError, MastodonUnauthorizedError

from tests.networks.conftest import Bench, picture
from tests.networks.test_formats import MP4
from tests.waiting import wait_until

pytestmark = [pytest.mark.peers, pytest.mark.nightly]


@pytest.fixture
def client(mastodon: Bench) -> Iterator[Any]:
    found = Mastodon(access_token=mastodon.given["token"], api_base_url=mastodon.sandbox.info["mastodon"]["base"])
    yield found
    found.session.close()


def test_who_and_where(client: Any, mastodon: Bench) -> None:
    me = client.account_verify_credentials()

    assert (str(me.id), me.username) == (mastodon.given["account_id"], mastodon.given["username"])
    assert client.instance().configuration.statuses.max_characters == 500
    assert client.app_verify_credentials().scopes == ["read", "write"]


def test_a_post_from_its_beginning_to_its_end(client: Any, mastodon: Bench) -> None:
    photo = client.media_post(picture("navy"), mime_type="image/png", description="Снимок")
    post = client.status_post("Каток открыт.", media_ids=[photo], language="ru", idempotency_key="one")
    again = client.status_post("Каток открыт.", media_ids=[photo], language="ru", idempotency_key="one")
    client.status_update(post, "Каток закрыт.", media_ids=[photo])
    client.status_pin(post)
    [pinned] = client.account_statuses(client.me(), pinned=True)

    assert again.id == post.id
    assert pinned.id == post.id
    assert pinned.media_attachments[0].description == "Снимок"
    assert client.status_source(post).text == "Каток закрыт."
    assert client.status_unpin(post).pinned is False
    assert client.status_delete(post).text == "Каток закрыт."
    with pytest.raises(MastodonNotFoundError):
        client.status(post)


def test_a_poll_and_a_video(client: Any, mastodon: Bench) -> None:
    poll = client.make_poll(["Ленина, 5", "Мира, 12"], expires_in=3600)
    asked = client.status_post("Какой двор?", poll=poll)
    film = client.media_post(MP4, mime_type="video/mp4", description="Лёд")
    wait_until(lambda: client.media(film).url is not None)
    shown = client.status_post("Каток", media_ids=[film])

    assert [option.title for option in asked.poll.options] == ["Ленина, 5", "Мира, 12"]
    assert [(one.type, one.description) for one in shown.media_attachments] == [("video", "Лёд")]


def test_people_answer_and_are_answered(client: Any, mastodon: Bench) -> None:
    post = client.status_post("Каток открыт.")
    written = mastodon.resident_writes(str(post.id), "До скольки?")
    [told] = client.notifications(types=["mention"])
    reply = client.status_reply(told.status, "До девяти.")
    context = client.status_context(post)

    assert (str(told.status.id), told.status.in_reply_to_id) == (str(written["id"]), post.id)
    assert [one.id for one in context.descendants] == [told.status.id, reply.id]
    assert client.account_block(told.account).blocking
    assert [one.blocking for one in client.account_relationships(told.account)] == [True]
    assert client.account_unblock(told.account).blocking is False


def test_the_page_and_a_key_that_is_none(client: Any, mastodon: Bench) -> None:
    picture_of_it = picture("teal")
    me = client.account_update_credentials(
        note="Официальная страница.", avatar=picture_of_it, avatar_mime_type="image/png"
    )
    mastodon.sandbox.revoke_token("mastodon", mastodon.given["token"])

    assert me.source.note == "Официальная страница."
    with pytest.raises(MastodonUnauthorizedError):
        client.account_verify_credentials()
