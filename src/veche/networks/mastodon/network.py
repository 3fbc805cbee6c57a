"""The Mastodon adapter: one account on one server, set by the installation (VECHE_MASTODON_URL)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from veche.kernel.http import HttpClient
from veche.networks.calls import Caller
from veche.networks.errors import PUBLISHING, READING, by_hand, refuse_other
from veche.networks.handlers import ByVerb, Call, Handler
from veche.networks.mastodon import (
    abilities,
    answers,
    authors,
    figures,
    inbox,
    lookup,
    own_posts,
    page,
    post_changes,
    publish,
    render,
    webhook_setup,
)
from veche.networks.mastodon.account import Account
from veche.networks.mastodon.client import Client
from veche.networks.mastodon.profile import PROFILE
from veche.networks.mastodon.refusals import TITLE
from veche.networks.mastodon.server import Server
from veche.networks.protocol import (
    Ability,
    Act,
    Administrator,
    Answer,
    Done,
    InboxPage,
    Keys,
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
    WebhookRefused,
    WebhookRequest,
)
from veche.networks.webhook_setup import PageIdentity


def _upload_post(account: Account, act: Publish, parts: Parts, deadline: float) -> Iterator[Parts]:
    refuse_other(act.post, publish.ABLE, network=TITLE, purpose=PUBLISHING)
    yield from publish.prepare(account, act, parts, deadline=deadline)


def _publish(account: Account, call: Call) -> Done:
    refuse_other(call.act.post, publish.ABLE, network=TITLE, purpose=PUBLISHING)
    return publish.publish(account, call.act, call.parts, key=call.key, deadline=call.deadline)


_KEYED: Final = lookup.while_key_lives
_PIN: Final = Handler[Account](post_changes.pin, post_changes.look_up)
_AUTHOR: Final = Handler[Account](authors.change, authors.look_up)
_PICTURE: Final = Handler[Account](page.set_picture, page.look_up)
HANDLERS: Final[Mapping[Verb, Handler[Account]]] = {
    Verb.PUBLISH: Handler(_publish, lookup.look_up_post, prepare=_upload_post, repeats=_KEYED),
    Verb.EDIT: Handler(
        post_changes.edit,
        post_changes.look_up,
        prepare=lambda account, act, parts, deadline: post_changes.keep_parts(account, act, parts, deadline=deadline),
    ),
    Verb.WITHDRAW: Handler(post_changes.withdraw, post_changes.look_up),
    Verb.PIN: _PIN,
    Verb.UNPIN: _PIN,
    Verb.REPLY: Handler(answers.reply, lookup.look_up_answer, prepare=answers.prepare, repeats=_KEYED),
    Verb.ANSWER_MESSAGE: Handler(answers.answer, lookup.look_up_answer, prepare=answers.prepare, repeats=_KEYED),
    Verb.DELETE_COMMENT: Handler(answers.not_deleted, answers.look_up_deletion),
    Verb.RESTORE_COMMENT: Handler(answers.not_restored, answers.look_up_deletion),
    Verb.RESTRICT_AUTHOR: _AUTHOR,
    Verb.RELEASE_AUTHOR: _AUTHOR,
    Verb.DESCRIBE: Handler(page.describe, page.look_up),
    Verb.SET_AVATAR: _PICTURE,
    Verb.SET_COVER: _PICTURE,
}
_POSTING: Final = frozenset({Verb.PUBLISH, Verb.REPLY, Verb.ANSWER_MESSAGE})


class Mastodon(ByVerb[Account]):
    profile = PROFILE
    handlers = HANDLERS

    def __init__(
        self, *, address: Mapping[str, str], keys: Keys, http: HttpClient, base_url: str = "", webhook_secret: str = ""
    ) -> None:
        del webhook_secret
        client = Client(Caller(http, TITLE), base_url=base_url or PROFILE.server.api, keys=keys)
        pages = (address.get("pages") or client.base).rstrip("/")
        self.host = Account(client, Server(client), address["id"], pages)

    def may_repeat(self, act: Act, *, first_call: datetime, now: datetime) -> bool:
        """A status may be repeated only to a server that keeps Idempotency-Keys, as `look_up` has found."""
        heeds = self.host.server.known is not None and self.host.server.known.heeds_keys
        return (heeds or act.verb not in _POSTING) and super().may_repeat(act, first_call=first_call, now=now)

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
        del deadline
        raise by_hand(TITLE, "у профиля один владелец, списка управляющих нет", READING)

    def fetch_inbox(self, cursor: str, *, deadline: float) -> InboxPage:
        return inbox.fetch(self.host, cursor, deadline=deadline)

    def parse_webhook(self, request: WebhookRequest) -> Answer:
        del request
        raise WebhookRefused("this network has no webhook")

    def identify_page(self, name: str, *, deadline: float) -> PageIdentity:
        return webhook_setup.identify_page(self.host, name, deadline=deadline)

    def confirmation(self, url: str, *, deadline: float) -> str:
        del url, deadline
        return ""

    def subscribe(self, url: str, secret: str, *, deadline: float) -> None:
        del url, secret, deadline
        raise webhook_setup.cannot_subscribe()

    def is_subscribed(self, url: str, *, deadline: float) -> bool:
        del url, deadline
        return False

    def unsubscribe(self, url: str, *, deadline: float) -> None:
        """Does nothing: there are no subscriptions."""

    def fetch_picture(self, ref: PictureRef, *, deadline: float) -> bytes:
        return self.host.client.download(
            ref.ref, max_bytes=PROFILE.limits.photo_bytes, purpose=READING, deadline=deadline
        )


ADAPTER: Final = Mastodon
