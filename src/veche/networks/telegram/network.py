"""The Telegram adapter: one channel, one bot that is its administrator, and the discussion group."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from veche.kernel.http import HttpClient
from veche.networks.calls import Caller
from veche.networks.handlers import ByVerb, Call, Handler, LookUpCall, never
from veche.networks.protocol import (
    Ability,
    Administrator,
    Answer,
    CommentMode,
    Done,
    InboxPage,
    Keys,
    LookUp,
    Operation,
    OutgoingPost,
    PictureRef,
    PostList,
    PostNow,
    PostStatistics,
    Rendered,
    Verb,
    WebhookRequest,
)
from veche.networks.telegram import (
    abilities,
    authors,
    comment_modes,
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
    webhook_setup,
)
from veche.networks.telegram.channel import Channel
from veche.networks.telegram.client import Client
from veche.networks.telegram.profile import PROFILE
from veche.networks.telegram.refusals import TITLE
from veche.networks.webhook_setup import PageIdentity


def _change_post(channel: Channel, call: Call) -> Done:
    return post_changes.change(channel, call.act, deadline=call.deadline)


def _change_author(channel: Channel, call: Call) -> Done:
    return authors.change(channel, call.act, deadline=call.deadline)


def _change_page(channel: Channel, call: Call) -> Done:
    return page.change(channel, call.act, deadline=call.deadline)


def _not_restored(channel: Channel, call: Call) -> Done:
    del channel, call
    raise comments.cannot_restore()


def _look_up(channel: Channel, asked: LookUpCall) -> LookUp:
    """A bot can only ask about a known id."""
    return lookup.look_up(channel, asked.act, remote_id=asked.remote_id, deadline=asked.deadline)


def _look_up_change(channel: Channel, asked: LookUpCall) -> LookUp:
    return post_changes.look_up(channel, asked.act, deadline=asked.deadline)


def _look_up_author(channel: Channel, asked: LookUpCall) -> LookUp:
    return authors.look_up(channel, asked.act, deadline=asked.deadline)


def _look_up_page(channel: Channel, asked: LookUpCall) -> LookUp:
    return page.look_up(channel, asked.act, deadline=asked.deadline)


_CHANGE: Final = Handler[Channel](_change_post, _look_up_change)
_AUTHOR: Final = Handler[Channel](_change_author, _look_up_author)
_PAGE: Final = Handler[Channel](_change_page, _look_up_page)
# Media are sent with the post itself, and the Bot API has no idempotency key. Deletions, restrictions and pins can be
# repeated safely; what is said to people cannot.
HANDLERS: Final[Mapping[Verb, Handler[Channel]]] = {
    Verb.PUBLISH: Handler(
        lambda channel, call: publish.publish(channel, call.act, deadline=call.deadline), _look_up, repeats=never
    ),
    Verb.EDIT: _CHANGE,
    Verb.WITHDRAW: _CHANGE,
    Verb.PIN: _CHANGE,
    Verb.UNPIN: _CHANGE,
    Verb.REPLY: Handler(
        lambda channel, call: comments.reply(channel, call.act, deadline=call.deadline), _look_up, repeats=never
    ),
    Verb.DELETE_COMMENT: Handler(
        lambda channel, call: comments.delete(channel, call.act, deadline=call.deadline), _look_up
    ),
    Verb.RESTORE_COMMENT: Handler(_not_restored, _look_up, repeats=never),
    Verb.RESTRICT_AUTHOR: _AUTHOR,
    Verb.RELEASE_AUTHOR: _AUTHOR,
    Verb.ANSWER_MESSAGE: Handler(
        lambda channel, call: messages.answer(channel, call.act, deadline=call.deadline), _look_up, repeats=never
    ),
    Verb.DELETE_MESSAGE: Handler(
        lambda channel, call: messages.delete(channel, call.act, deadline=call.deadline), _look_up
    ),
    Verb.DESCRIBE: _PAGE,
    Verb.SET_AVATAR: _PAGE,
    Verb.SET_COVER: _PAGE,
    Verb.SET_COMMENT_MODE: Handler(
        lambda channel, call: comment_modes.change(channel, call.act, deadline=call.deadline),
        lambda channel, asked: comment_modes.look_up(channel, asked.act, deadline=asked.deadline),
        prepare=lambda channel, act, parts, deadline: comment_modes.keep_permissions(
            channel, act, parts, deadline=deadline
        ),
    ),
}


class Telegram(ByVerb[Channel]):
    profile = PROFILE
    handlers = HANDLERS

    def __init__(
        self, *, address: Mapping[str, str], keys: Keys, http: HttpClient, base_url: str = "", webhook_secret: str = ""
    ) -> None:
        client = Client(Caller(http, TITLE), base_url=base_url or PROFILE.server.api, keys=keys)
        self.host = Channel(
            client,
            channel_id=str(int(address["id"])),
            group_id=address.get("linked_group_id", ""),
            username=address.get("username", "").removeprefix("@"),
            pages=address.get("pages") or PROFILE.pages.home,
        )
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

    def comment_modes(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, CommentMode]:
        del post_ids
        return comment_modes.read(self.host, deadline=deadline)

    def list_posts(self, since: datetime, *, deadline: float) -> PostList:
        del since, deadline
        raise own_posts.cannot_list()

    def statistics(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostStatistics]:
        del post_ids, deadline
        raise figures.cannot_count()

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
        return inbox.fetch_picture(self.host, ref, deadline=deadline)


ADAPTER: Final = Telegram
