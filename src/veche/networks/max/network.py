"""The MAX adapter: one channel, and one bot that is its administrator."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from veche.kernel.http import HttpClient
from veche.networks.calls import Caller
from veche.networks.errors import PUBLISHING, READING, refuse_other
from veche.networks.handlers import ByVerb, Call, Handler, LookUpCall, never
from veche.networks.max import (
    abilities,
    authors,
    comments,
    figures,
    inbox,
    lookup,
    messages,
    own_posts,
    page,
    people,
    post_changes,
    publish,
    render,
    uploads,
    webhook_setup,
)
from veche.networks.max.channel import Channel
from veche.networks.max.client import Client
from veche.networks.max.profile import PROFILE
from veche.networks.max.refusals import TITLE
from veche.networks.protocol import (
    Ability,
    Administrator,
    Answer,
    Done,
    InboxPage,
    Keys,
    LookUp,
    Operation,
    OutgoingPost,
    Parts,
    PictureRef,
    PostList,
    PostNow,
    PostStatistics,
    Publish,
    Rendered,
    Verb,
    WebhookRequest,
)
from veche.networks.webhook_setup import PageIdentity


def _upload_post(channel: Channel, act: Publish, parts: Parts, deadline: float) -> Iterator[Parts]:
    refuse_other(act.post, publish.ABLE, network=TITLE, purpose=PUBLISHING)
    yield from uploads.upload(channel, act.post, parts, deadline=deadline)


def _publish(channel: Channel, call: Call) -> Done:
    refuse_other(call.act.post, publish.ABLE, network=TITLE, purpose=PUBLISHING)
    return publish.publish(channel, call.act, call.parts, deadline=call.deadline)


def _change_post(channel: Channel, call: Call) -> Done:
    return post_changes.change(channel, call.act, call.parts, deadline=call.deadline)


def _change_page(channel: Channel, call: Call) -> Done:
    return page.change(channel, call.act, call.parts, deadline=call.deadline)


def _not_restored(channel: Channel, call: Call) -> Done:
    del channel, call
    raise comments.cannot_restore()


def _not_restricted(channel: Channel, call: Call) -> Done:
    del channel
    raise authors.cannot(call.act)


def _look_up(channel: Channel, asked: LookUpCall) -> LookUp:
    return lookup.look_up(
        channel, asked.act, since=asked.since, remote_id=asked.remote_id, deadline=asked.deadline, taken=asked.taken
    )


def _look_up_change(channel: Channel, asked: LookUpCall) -> LookUp:
    return post_changes.look_up(channel, asked.act, deadline=asked.deadline)


def _look_up_page(channel: Channel, asked: LookUpCall) -> LookUp:
    return page.look_up(channel, asked.act, deadline=asked.deadline)


_CHANGE: Final = Handler[Channel](_change_post, _look_up_change)
_PAGE: Final = Handler[Channel](_change_page, _look_up_page)
_NOT_RESTRICTED: Final = Handler[Channel](_not_restricted, _look_up)
# MAX has no idempotency key. Deletions, pins and descriptions can be repeated safely; what is said to people cannot.
HANDLERS: Final[Mapping[Verb, Handler[Channel]]] = {
    Verb.PUBLISH: Handler(_publish, _look_up, prepare=_upload_post, repeats=never),
    Verb.EDIT: Handler(
        _change_post,
        _look_up_change,
        prepare=lambda channel, act, parts, deadline: post_changes.keep_parts(channel, act, parts, deadline=deadline),
    ),
    Verb.WITHDRAW: _CHANGE,
    Verb.PIN: _CHANGE,
    Verb.UNPIN: _CHANGE,
    Verb.REPLY: Handler(
        lambda channel, call: comments.reply(channel, call.act, deadline=call.deadline), _look_up, repeats=never
    ),
    Verb.DELETE_COMMENT: Handler(
        lambda channel, call: comments.delete(channel, call.act, deadline=call.deadline), _look_up
    ),
    Verb.RESTORE_COMMENT: Handler(_not_restored, _look_up),
    Verb.RESTRICT_AUTHOR: _NOT_RESTRICTED,
    Verb.RELEASE_AUTHOR: _NOT_RESTRICTED,
    Verb.ANSWER_MESSAGE: Handler(
        lambda channel, call: messages.answer(channel, call.act, deadline=call.deadline),
        lambda channel, asked: messages.look_up(channel, remote_id=asked.remote_id, deadline=asked.deadline),
        repeats=never,
    ),
    Verb.DESCRIBE: _PAGE,
    Verb.SET_AVATAR: Handler(
        _change_page,
        _look_up_page,
        prepare=lambda channel, act, parts, deadline: page.prepare(channel, act, parts, deadline=deadline),
    ),
    Verb.SET_COVER: _PAGE,
}


class MAX(ByVerb[Channel]):
    profile = PROFILE
    handlers = HANDLERS

    def __init__(
        self, *, address: Mapping[str, str], keys: Keys, http: HttpClient, base_url: str = "", webhook_secret: str = ""
    ) -> None:
        client = Client(Caller(http, TITLE), base_url=base_url or PROFILE.server.api, keys=keys)
        self.host = Channel(client, str(int(address["id"])), (address.get("pages") or PROFILE.pages.home).rstrip("/"))
        self._secret = webhook_secret

    def abilities(self, *, deadline: float) -> Mapping[Operation, Ability]:
        return abilities.abilities(self.host, deadline=deadline)

    @staticmethod
    def render(post: OutgoingPost) -> Rendered:
        return render.render(post)

    @staticmethod
    def render_reply(text: str) -> Rendered:
        return render.render_reply(text)

    def read_back(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostNow]:
        return post_changes.read_back(self.host, post_ids, deadline=deadline)

    def list_posts(self, since: datetime, *, deadline: float) -> PostList:
        return own_posts.list_posts(self.host, since, deadline=deadline)

    def statistics(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostStatistics]:
        return figures.statistics(self.host, post_ids, deadline=deadline)

    def administrators(self, *, deadline: float) -> tuple[Administrator, ...]:
        return people.administrators(self.host, deadline=deadline)

    def fetch_inbox(self, cursor: str, *, deadline: float) -> InboxPage:
        return inbox.fetch(self.host, cursor, deadline=deadline)

    def parse_webhook(self, request: WebhookRequest) -> Answer:
        return inbox.parse_webhook(self.host, request, secret=self._secret)

    def identify_page(self, name: str, *, deadline: float) -> PageIdentity:
        return webhook_setup.identify_page(self.host, name, deadline=deadline)

    def confirmation(self, url: str, *, deadline: float) -> str:
        del url, deadline
        return ""

    def subscribe(self, url: str, secret: str, *, deadline: float) -> None:
        webhook_setup.subscribe(self.host, url, secret, deadline=deadline)

    def is_subscribed(self, url: str, *, deadline: float) -> bool:
        return webhook_setup.is_subscribed(self.host, url, deadline=deadline)

    def unsubscribe(self, url: str, *, deadline: float) -> None:
        webhook_setup.unsubscribe(self.host, url, deadline=deadline)

    def fetch_picture(self, ref: PictureRef, *, deadline: float) -> bytes:
        """Download a picture of a post; comments have no pictures in MAX."""
        return self.host.client.download(
            ref.ref, max_bytes=PROFILE.limits.photo_bytes, purpose=READING, deadline=deadline
        )


ADAPTER: Final = MAX
