"""The adapter of Odnoklassniki: one group, with an administrator's token of an application that OK gave rights to."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from veche.kernel.http import HttpClient
from veche.networks.calls import Caller
from veche.networks.errors import ANSWERING, PUBLISHING, READING, by_hand, refuse_other
from veche.networks.handlers import ByVerb, Call, Handler, LookUpCall, never
from veche.networks.ok import (
    abilities,
    authors,
    comments,
    figures,
    inbox,
    lookup,
    own_posts,
    page,
    people,
    post_changes,
    publish,
    render,
    uploads,
    webhook_setup,
)
from veche.networks.ok.client import Client
from veche.networks.ok.group import Group
from veche.networks.ok.profile import PROFILE
from veche.networks.ok.refusals import TITLE
from veche.networks.protocol import (
    Ability,
    Absent,
    Administrator,
    Answer,
    CommentMode,
    Done,
    Edit,
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
    WebhookRefused,
    WebhookRequest,
)
from veche.networks.webhook_setup import PageIdentity


def _upload_post(group: Group, act: Publish, parts: Parts, deadline: float) -> Iterator[Parts]:
    refuse_other(act.post, publish.ABLE, network=TITLE, purpose=PUBLISHING)
    yield from uploads.upload(group, act.post, parts, deadline=deadline)


def _publish(group: Group, call: Call) -> Done:
    refuse_other(call.act.post, publish.ABLE, network=TITLE, purpose=PUBLISHING)
    return publish.publish(group, call.act, call.parts, deadline=call.deadline)


def _upload_edit(group: Group, act: Edit, parts: Parts, deadline: float) -> Iterator[Parts]:
    """Upload all photos of an edited topic again: whether a token works twice is not documented."""
    post_changes.refuse_other_edit(act)
    yield from uploads.upload(group, act.post, parts, deadline=deadline)


def _change_post(group: Group, call: Call) -> Done:
    return post_changes.change(group, call.act, call.parts, deadline=call.deadline)


def _look_up_change(group: Group, asked: LookUpCall) -> LookUp:
    return post_changes.look_up(group, asked.act, deadline=asked.deadline)


def _look_up_author(group: Group, asked: LookUpCall) -> LookUp:
    return authors.look_up(group, asked.act, deadline=asked.deadline)


def _not_restored(group: Group, call: Call) -> Done:
    del group, call
    raise comments.cannot_restore()


def _not_released(group: Group, call: Call) -> Done:
    del group, call
    raise authors.cannot_release()


def _not_answered(group: Group, call: Call) -> Done:
    del group, call
    raise by_hand(TITLE, "личные сообщения сеть даёт только отдельному ключу бота", ANSWERING)


def _page_change_refused(group: Group, call: Call) -> Done:
    del group
    raise page.cannot(call.act)


def _never_sent(group: Group, asked: LookUpCall) -> LookUp:
    """The look-up of an act that OK has no method for: it was never sent."""
    del group, asked
    return Absent()


_CHANGE: Final = Handler[Group](_change_post, _look_up_change, repeats=never)
_PAGE_CHANGE_REFUSED: Final = Handler[Group](_page_change_refused, _never_sent, repeats=never)
# OK has no idempotency key.
HANDLERS: Final[Mapping[Verb, Handler[Group]]] = {
    Verb.PUBLISH: Handler(
        _publish,
        lambda group, asked: lookup.look_up_post(
            group, asked.act, since=asked.since, remote_id=asked.remote_id, deadline=asked.deadline, taken=asked.taken
        ),
        prepare=_upload_post,
        repeats=never,
    ),
    Verb.EDIT: Handler(_change_post, _look_up_change, prepare=_upload_edit),
    Verb.WITHDRAW: Handler(_change_post, _look_up_change),
    Verb.PIN: _CHANGE,
    Verb.UNPIN: _CHANGE,
    Verb.REPLY: Handler(
        lambda group, call: comments.reply(group, call.act, deadline=call.deadline),
        lambda group, asked: lookup.look_up_reply(
            group, asked.act, since=asked.since, remote_id=asked.remote_id, deadline=asked.deadline, taken=asked.taken
        ),
        repeats=never,
    ),
    Verb.DELETE_COMMENT: Handler(
        lambda group, call: comments.delete(group, call.act, deadline=call.deadline),
        lambda group, asked: lookup.look_up_deletion(group, asked.act, deadline=asked.deadline),
    ),
    Verb.RESTORE_COMMENT: Handler(_not_restored, _never_sent, repeats=never),
    Verb.RESTRICT_AUTHOR: Handler(
        lambda group, call: authors.restrict(group, call.act, deadline=call.deadline), _look_up_author
    ),
    Verb.RELEASE_AUTHOR: Handler(_not_released, _look_up_author, repeats=never),
    Verb.ANSWER_MESSAGE: Handler(_not_answered, _never_sent, repeats=never),
    Verb.DESCRIBE: _PAGE_CHANGE_REFUSED,
    Verb.SET_AVATAR: Handler(
        lambda group, call: page.set_picture(group, call.parts, deadline=call.deadline),
        lambda _group, _asked: page.look_up(),
        prepare=lambda group, act, parts, deadline: page.upload(group, act, parts, deadline=deadline),
    ),
    Verb.SET_COVER: _PAGE_CHANGE_REFUSED,
}


class OK(ByVerb[Group]):
    profile = PROFILE
    handlers = HANDLERS

    def __init__(
        self, *, address: Mapping[str, str], keys: Keys, http: HttpClient, base_url: str = "", webhook_secret: str = ""
    ) -> None:
        del webhook_secret  # OK sends no events about groups
        self._caller = Caller(http, TITLE)
        client = Client(self._caller, base_url=base_url or PROFILE.server.api, keys=keys)
        self.host = Group(client, address["id"].removeprefix("-"), address.get("pages") or PROFILE.pages.home)

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
        return post_changes.comment_modes(self.host, post_ids, deadline=deadline)

    def list_posts(self, since: datetime, *, deadline: float) -> PostList:
        return own_posts.list_posts(self.host, since, deadline=deadline)

    def statistics(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostStatistics]:
        return figures.statistics(self.host, post_ids, deadline=deadline)

    def administrators(self, *, deadline: float) -> tuple[Administrator, ...]:
        return people.administrators(self.host, deadline=deadline)

    def fetch_inbox(self, cursor: str, *, deadline: float) -> InboxPage:
        return inbox.fetch(self.host, cursor, deadline=deadline)

    def parse_webhook(self, request: WebhookRequest) -> Answer:
        del request
        raise WebhookRefused("OK sends no events about groups")

    def identify_page(self, name: str, *, deadline: float) -> PageIdentity:
        return webhook_setup.identify_page(self.host, name, deadline=deadline)

    def confirmation(self, url: str, *, deadline: float) -> str:
        del url, deadline
        raise webhook_setup.cannot_subscribe()

    def subscribe(self, url: str, secret: str, *, deadline: float) -> None:
        del url, secret, deadline
        raise webhook_setup.cannot_subscribe()

    def is_subscribed(self, url: str, *, deadline: float) -> bool:
        del url, deadline
        return False

    def unsubscribe(self, url: str, *, deadline: float) -> None:
        """Do nothing: there is no subscription."""

    def fetch_picture(self, ref: PictureRef, *, deadline: float) -> bytes:
        return self._caller.download(ref.ref, max_bytes=PROFILE.limits.photo_bytes, purpose=READING, deadline=deadline)


ADAPTER: Final = OK
