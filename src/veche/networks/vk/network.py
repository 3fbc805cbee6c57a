"""The VK adapter: one community, with its own key and, where VK requires a person, an administrator's."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from veche.kernel.http import HttpClient
from veche.networks.calls import Caller
from veche.networks.errors import READING
from veche.networks.handlers import ByVerb, Call, Handler, LookUpCall, never
from veche.networks.protocol import (
    Ability,
    Administrator,
    Answer,
    AnswerMessage,
    CommentMode,
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
    SetAvatar,
    SetCover,
    Verb,
    WebhookRequest,
)
from veche.networks.vk import (
    abilities,
    authors,
    comment_modes,
    comments,
    figures,
    inbox,
    live,
    lookup,
    messages,
    own_posts,
    page,
    people,
    post_changes,
    publish,
    render,
    stories,
    uploads,
    webhook,
    webhook_setup,
)
from veche.networks.vk.client import Client
from veche.networks.vk.profile import PROFILE
from veche.networks.vk.refusals import TITLE
from veche.networks.vk.wall import Wall
from veche.networks.webhook_setup import PageIdentity

# dev.vk.com, wall.post, `guid`: the same value within an hour does not post again; ten minutes are kept as reserve.
GUID_LIVES: Final = timedelta(minutes=50)


def _upload_post(wall: Wall, act: Publish, parts: Parts, deadline: float) -> Iterator[Parts]:
    upload = stories.upload if act.post.story else uploads.upload
    yield from upload(wall, act.post, parts, deadline=deadline)


def _publish(wall: Wall, call: Call) -> Done:
    if call.act.post.story:
        return stories.perform(wall, call.act, call.parts, deadline=call.deadline)
    return publish.publish(wall, call.act, call.parts, key=call.key, deadline=call.deadline)


def _look_up_post(wall: Wall, asked: LookUpCall) -> LookUp:
    look_up = stories.look_up if asked.act.post.story else lookup.look_up_post
    return look_up(
        wall, asked.act, since=asked.since, remote_id=asked.remote_id, deadline=asked.deadline, taken=asked.taken
    )


def _change_post(wall: Wall, call: Call) -> Done:
    change = stories.perform if stories.concerns(call.act) else post_changes.change
    return change(wall, call.act, call.parts, deadline=call.deadline)


def _look_up_change(wall: Wall, asked: LookUpCall) -> LookUp:
    if not stories.concerns(asked.act):
        return post_changes.look_up(wall, asked.act, deadline=asked.deadline)
    return stories.look_up(
        wall, asked.act, since=asked.since, remote_id=asked.remote_id, deadline=asked.deadline, taken=asked.taken
    )


def _while_guid_lives(act: Publish | AnswerMessage, since_first: timedelta) -> bool:
    is_story = isinstance(act, Publish) and act.post.story
    return not is_story and since_first < GUID_LIVES


def _look_up_comment(wall: Wall, asked: LookUpCall) -> LookUp:
    return lookup.look_up_change(wall, asked.act, deadline=asked.deadline)


def _look_up_author(wall: Wall, asked: LookUpCall) -> LookUp:
    return authors.look_up(wall, asked.act, deadline=asked.deadline)


def _set_picture(wall: Wall, call: Call) -> Done:
    return page.set_picture(wall, call.act, call.parts, deadline=call.deadline)


def _look_up_page(wall: Wall, asked: LookUpCall) -> LookUp:
    return page.look_up(wall, asked.act, since=asked.since, deadline=asked.deadline)


def _upload_picture(wall: Wall, act: SetAvatar | SetCover, parts: Parts, deadline: float) -> Iterator[Parts]:
    return page.upload(wall, act, parts, deadline=deadline)


def _look_up_live(wall: Wall, asked: LookUpCall) -> LookUp:
    return live.look_up(wall, asked.act, since=asked.since, deadline=asked.deadline, taken=asked.taken)


_PICTURE: Final = Handler[Wall](_set_picture, _look_up_page, prepare=_upload_picture, repeats=never)
_CHANGE: Final = Handler[Wall](_change_post, _look_up_change)
HANDLERS: Final[Mapping[Verb, Handler[Wall]]] = {
    Verb.PUBLISH: Handler(_publish, _look_up_post, prepare=_upload_post, repeats=_while_guid_lives),
    Verb.EDIT: Handler(
        _change_post,
        _look_up_change,
        prepare=lambda wall, act, parts, deadline: post_changes.keep_parts(wall, act, parts, deadline=deadline),
    ),
    Verb.WITHDRAW: _CHANGE,
    Verb.PIN: _CHANGE,
    Verb.UNPIN: _CHANGE,
    # VK was observed to ignore `guid` in wall.createComment (vk-php-sdk, issue 116).
    Verb.REPLY: Handler(
        lambda wall, call: comments.reply(wall, call.act, key=call.key, deadline=call.deadline),
        lambda wall, asked: lookup.look_up_reply(
            wall, asked.act, since=asked.since, remote_id=asked.remote_id, deadline=asked.deadline, taken=asked.taken
        ),
        repeats=never,
    ),
    Verb.DELETE_COMMENT: Handler(
        lambda wall, call: comments.delete(wall, call.act, deadline=call.deadline), _look_up_comment
    ),
    Verb.RESTORE_COMMENT: Handler(
        lambda wall, call: comments.restore(wall, call.act, deadline=call.deadline), _look_up_comment
    ),
    Verb.RESTRICT_AUTHOR: Handler(
        lambda wall, call: authors.restrict(wall, call.act, deadline=call.deadline), _look_up_author
    ),
    Verb.RELEASE_AUTHOR: Handler(
        lambda wall, call: authors.release(wall, call.act, deadline=call.deadline), _look_up_author
    ),
    Verb.ANSWER_MESSAGE: Handler(
        lambda wall, call: messages.answer(wall, call.act, key=call.key, deadline=call.deadline),
        lambda wall, asked: messages.look_up(
            wall, asked.act, key=asked.key, since=asked.since, deadline=asked.deadline
        ),
        repeats=_while_guid_lives,
    ),
    Verb.DELETE_MESSAGE: Handler(
        lambda wall, call: messages.delete(wall, call.act, deadline=call.deadline),
        lambda wall, asked: messages.look_up_deletion(wall, asked.act, deadline=asked.deadline),
    ),
    Verb.DESCRIBE: Handler(lambda wall, call: page.describe(wall, call.act, deadline=call.deadline), _look_up_page),
    Verb.SET_AVATAR: _PICTURE,
    Verb.SET_COVER: _PICTURE,
    Verb.START_LIVE: Handler(
        lambda wall, call: live.start(wall, call.act, deadline=call.deadline), _look_up_live, repeats=never
    ),
    Verb.STOP_LIVE: Handler(lambda wall, call: live.stop(wall, call.act, deadline=call.deadline), _look_up_live),
    Verb.SET_COMMENT_MODE: Handler(
        lambda wall, call: comment_modes.change(wall, call.act, deadline=call.deadline),
        lambda wall, asked: comment_modes.look_up(wall, asked.act, deadline=asked.deadline),
        prepare=lambda wall, act, parts, deadline: comment_modes.keep_setting(wall, act, parts, deadline=deadline),
    ),
}


class VK(ByVerb[Wall]):
    profile = PROFILE
    handlers = HANDLERS

    def __init__(
        self, *, address: Mapping[str, str], keys: Keys, http: HttpClient, base_url: str = "", webhook_secret: str = ""
    ) -> None:
        self._caller = Caller(http, TITLE)
        client = Client(self._caller, base_url=base_url or PROFILE.server.api, keys=keys)
        pages = address.get("pages") or PROFILE.pages.home
        self.host = Wall(client, int(address["id"].removeprefix("-")), pages)
        self._confirmation = address.get("confirmation", "")
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
        story_ids = [one for one in post_ids if stories.is_story(one)]
        wall = [one for one in post_ids if not stories.is_story(one)]
        on_wall = post_changes.read_back(self.host, wall, deadline=deadline) if wall else {}
        return {**on_wall, **stories.read_back(self.host, story_ids, deadline=deadline)}

    def list_posts(self, since: datetime, *, deadline: float) -> PostList:
        return own_posts.list_posts(self.host, since, deadline=deadline)

    def statistics(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, PostStatistics]:
        wall = [one for one in post_ids if not stories.is_story(one)]
        return figures.statistics(self.host, wall, deadline=deadline) if wall else {}

    def comment_modes(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, CommentMode]:
        return comment_modes.read(self.host, post_ids, deadline=deadline)

    def administrators(self, *, deadline: float) -> tuple[Administrator, ...]:
        return people.administrators(self.host, deadline=deadline)

    def fetch_inbox(self, cursor: str, *, deadline: float) -> InboxPage:
        return inbox.fetch(self.host, cursor, deadline=deadline)

    def parse_webhook(self, request: WebhookRequest) -> Answer:
        return webhook.parse(self.host, request, secret=self._secret, confirmation=self._confirmation)

    def identify_page(self, name: str, *, deadline: float) -> PageIdentity:
        return webhook_setup.identify_page(self.host, name, deadline=deadline)

    def confirmation(self, url: str, *, deadline: float) -> str:
        return webhook_setup.confirmation(self.host, url, deadline=deadline)

    def subscribe(self, url: str, secret: str, *, deadline: float) -> None:
        webhook_setup.subscribe(self.host, url, secret, deadline=deadline)

    def is_subscribed(self, url: str, *, deadline: float) -> bool:
        return webhook_setup.is_subscribed(self.host, url, deadline=deadline)

    def unsubscribe(self, url: str, *, deadline: float) -> None:
        webhook_setup.unsubscribe(self.host, url, deadline=deadline)

    def fetch_picture(self, ref: PictureRef, *, deadline: float) -> bytes:
        return self._caller.download(ref.ref, max_bytes=PROFILE.limits.photo_bytes, purpose=READING, deadline=deadline)


ADAPTER: Final = VK
