"""All operations on one account by name, for a complete contract test.

`ACTS` change something in the network; `READS` do not, or do it in places that only some networks have. They raise
`NetworkError` if the network refuses, and `AssertionError` if it accepted without effect.
"""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from tests.networks.conftest import Bench, came, picture, seen, soon
from tests.networks.test_formats import MP4, PDF, file, gif
from veche.kernel.clock import now
from veche.networks.protocol import (
    Act,
    AnswerMessage,
    CommentMode,
    DeleteComment,
    DeleteMessage,
    Describe,
    Done,
    Edit,
    FileKind,
    Found,
    LookUp,
    MessageCame,
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
    RestoreComment,
    RestrictAuthor,
    SetAvatar,
    SetCommentMode,
    SetCover,
    Slot,
    StartLive,
    StopLive,
    Unpin,
    Withdraw,
)

TEXT = "Каток на Ленина открыт."
BETTER = "Каток на Ленина закрыт до среды."
LINK = "https://gorod.ru/katok"
POLL = Poll("Какой двор первым?", ("Ленина, 5", "Мира, 12"))


@dataclass
class Scene:
    """A post of ours, a comment under it, its author, and a private message; made with all keys and rights."""

    bench: Bench
    folder: Path
    done: Done = field(default_factory=lambda: Done(""))
    since: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(minutes=1))

    def __post_init__(self) -> None:
        bench = self.bench
        self.cursor = bench.begin()
        self.post = bench.publish(TEXT).remote_id
        self.comment = str(bench.resident_writes(self.post, "Когда откроют?")["id"])
        self.author = str(next(one["author_id"] for one in bench.comments() if str(one["id"]) == self.comment))
        self.told = bench.news(self.cursor).events
        self.thread = next((one.thread_id for one in came(self.told) if one.comment_id == self.comment), "")
        self.letter = self.comment  # where a network has no private messages, there is no other number
        self.peer = self._letter() if bench.slug != "ok" else self.author

    def _letter(self) -> str:
        order = {"account": self.bench.account, "author": "Пётр Лосев", "text": "Где справка?"}
        written = self.bench.sandbox.ask("POST", self.bench.slug, "messages", order)
        self.letter = str(written["id"])
        return str(written["peer_id"])

    def photo(self, colour: str, *, width: int = 640, height: int = 480) -> Photo:
        path = self.folder / f"{colour}.png"
        path.write_bytes(picture(colour, width=width, height=height))
        return Photo(path, "image/png", alt="Снимок", sha256=hashlib.sha256(path.read_bytes()).hexdigest())

    def perform(self, act: Act) -> None:
        """Perform the act and check its effect."""
        key, network = uuid4(), self.bench.network
        stages: list[Parts] = [{}, *network.prepare(act, {}, deadline=soon())]
        done = network.perform(act, stages[-1], key=key, deadline=soon())
        assert done.proven or self._is_seen(act, key, done)
        self.done = done

    def _is_seen(self, act: Act, key: UUID, done: Done) -> bool:
        """Whether the act is visible: in the network's API, or else on the wall of residents."""
        try:
            found = [self.look_up(act, key, remote_id) for remote_id in (done.remote_id, "")]
            if any(isinstance(one, Found) for one in found):
                return True
        except NetworkError as error:
            if not error.permanent:
                raise
        on_the_wall = {str(post["id"]) for post in self.bench.wall() if not post["deleted"]}
        return done.remote_id in on_the_wall or not isinstance(act, Publish)

    def look_up(self, act: Act, key: UUID, remote_id: str) -> LookUp:
        return self.bench.network.look_up(act, key=key, since=self.since, remote_id=remote_id, deadline=soon())


type Make = Callable[[Scene], Act]
type Deed = Callable[[Scene], None]


def _publish(**parts: Callable[[Scene], Any]) -> tuple[Make]:
    """Each part is made in the scene, because files are in its folder."""

    def make(scene: Scene) -> Act:
        return Publish(OutgoingPost(**{"text": TEXT, **{name: part(scene) for name, part in parts.items()}}))

    return (make,)


def _file(kind: FileKind, content: bytes, name: str, mime: str, **more: Any) -> tuple[Make]:
    return _publish(files=lambda scene: (file(scene.folder, kind, content, name, mime, **more),))


def carry_out(operation: Operation, scene: Scene) -> None:
    for make in ACTS[operation]:
        scene.perform(make(scene))


ACTS: Final[Mapping[Operation, tuple[Make, ...]]] = {
    Operation.PUBLISH_TEXT: _publish(),
    Operation.PUBLISH_PHOTO: _publish(photos=lambda scene: (scene.photo("navy"),)),
    Operation.PUBLISH_ALBUM: _publish(photos=lambda scene: tuple(map(scene.photo, ("navy", "teal", "olive")))),
    Operation.PUBLISH_LINK: _publish(link=lambda _: LINK),
    Operation.PUBLISH_ANIMATION: _file(FileKind.ANIMATION, gif(), "снег.gif", "image/gif", width=4, height=2),
    Operation.PUBLISH_VIDEO: _file(FileKind.VIDEO, MP4, "каток.mp4", "video/mp4", width=1280, height=720, seconds=12),
    Operation.PUBLISH_DOCUMENT: _file(FileKind.DOCUMENT, PDF, "план.pdf", "application/pdf"),
    Operation.PUBLISH_POLL: _publish(poll=lambda _: POLL),
    Operation.PUBLISH_STORY: _publish(text=lambda _: "", photos=lambda s: (s.photo("navy"),), story=lambda _: True),
    Operation.REPLY: (lambda s: Reply(s.post, s.comment, "Завтра.", s.thread),),
    Operation.DELETE_COMMENT: (lambda s: DeleteComment(s.post, s.comment),),
    Operation.RESTORE_COMMENT: (lambda s: RestoreComment(s.post, s.comment),),
    Operation.EDIT: (lambda s: Edit(s.post, OutgoingPost(BETTER), OutgoingPost(TEXT)),),
    Operation.WITHDRAW: (lambda s: Withdraw(s.post),),
    Operation.PIN: (lambda s: Pin(s.post), lambda s: Unpin(s.post)),
    Operation.RESTRICT_AUTHOR: (lambda s: RestrictAuthor(s.author, post_id=s.post, comment_id=s.comment),),
    Operation.RELEASE_AUTHOR: (lambda s: ReleaseAuthor(s.author),),
    Operation.ANSWER_MESSAGE: (lambda s: AnswerMessage(s.peer, "В окне 5."),),
    Operation.DELETE_MESSAGE: (lambda s: DeleteMessage(s.peer, s.letter),),
    Operation.DESCRIBE: (lambda _: Describe("Официальная страница города."),),
    Operation.SET_AVATAR: (lambda s: SetAvatar(s.photo("navy")),),
    Operation.SET_COVER: (lambda s: SetCover(s.photo("teal", width=1920, height=768)),),
    Operation.SET_COMMENT_MODE: (
        lambda _: SetCommentMode(CommentMode.CLOSED),
        lambda _: SetCommentMode(CommentMode.OPEN),
    ),
    Operation.RUN_LIVE: (lambda _: StartLive("Прямой эфир", "О каникулах"), lambda s: StopLive(s.done.remote_id)),
}
# Operations performed before, with all rights.
BEFORE: Final[Mapping[Operation, Operation]] = {
    Operation.RESTORE_COMMENT: Operation.DELETE_COMMENT,
    Operation.RELEASE_AUTHOR: Operation.RESTRICT_AUTHOR,
}


def _prove(scene: Scene) -> None:
    found = scene.look_up(Publish(OutgoingPost(TEXT)), uuid4(), scene.post)
    assert isinstance(found, Found) or scene.post in {one.post_id for one in seen(scene.told)}


def _comments(scene: Scene) -> None:
    cursor = scene.bench.begin()
    number = str(scene.bench.resident_writes(scene.post, "А завтра?")["id"])
    assert number in {one.comment_id for one in came(scene.bench.news(cursor).events)}


def _messages(scene: Scene) -> None:
    cursor = scene.bench.begin()
    peer = scene._letter()
    assert peer in {one.peer_id for one in scene.bench.news(cursor).events if isinstance(one, MessageCame)}


def _read_back(scene: Scene) -> None:
    found = scene.bench.network.read_back([scene.post], deadline=soon())
    assert found[scene.post].stands


def _list_posts(scene: Scene) -> None:
    """A post that an administrator published by hand stands in the list beside ours."""
    bench = scene.bench
    made = bench.sandbox.ask("POST", bench.slug, "posts", {"text": "Руками", "account": bench.account})
    bench.resident_writes(str(made["id"]), "Ура")  # OK lists what somebody has seen
    found = bench.network.list_posts(now() - timedelta(hours=1), deadline=soon())
    assert found.whole
    assert "Руками" in {one.text for one in found.posts}
    assert scene.post in {one.post_id for one in found.posts}


def _statistics(scene: Scene) -> None:
    assert scene.post in scene.bench.network.statistics([scene.post], deadline=soon())


def _administrators(scene: Scene) -> None:
    assert scene.bench.network.administrators(deadline=soon())


def _place(scene: Scene, kind: str) -> tuple[str, str]:
    """Ids of a photo, video or topic and of a resident's comment under it (VK)."""
    order = {"account": scene.bench.account, "kind": kind}
    made = {"photo": b64encode(picture("navy")).decode()} if kind == "photo" else {"title": "Дороги"}
    place = scene.bench.sandbox.ask("POST", "vk", "places", {**order, **made})["id"]
    words = {"place_id": place, "author": "Анна Ковалёва", "text": "Когда починят?"}
    number = scene.bench.sandbox.ask("POST", "vk", "places/comments", {**order, **words})["id"]
    return f"{kind}{place}", f"{kind}{place}:{number}"


def _reply_in_place(scene: Scene) -> None:
    for kind in ("photo", "video", "topic"):
        scene.perform(Reply(*_place(scene, kind), "Завтра."))


def _moderate_topics(scene: Scene) -> None:
    ids = _place(scene, "topic")
    for act in (DeleteComment(*ids), RestoreComment(*ids)):
        scene.perform(act)


READS: Final[Mapping[Operation, Deed]] = {
    Operation.PROVE: _prove,
    Operation.READ_COMMENTS: _comments,
    Operation.READ_BACK: _read_back,
    Operation.LIST_POSTS: _list_posts,
    Operation.STATISTICS: _statistics,
    Operation.READ_MESSAGES: _messages,
    Operation.READ_ADMINISTRATORS: _administrators,
    Operation.REPLY_IN_PLACE: _reply_in_place,
    Operation.MODERATE_TOPICS: _moderate_topics,
}
# Not an act: a person does it by a list of steps, announced by a normal post.
NO_DEED: Final = frozenset({Operation.PUBLISH_LIVE})


def _vk(*slots: Slot) -> Deed:
    def lessen(scene: Scene) -> None:
        scene.bench.slots = slots

    return lessen


def _ok(*rights: str) -> Deed:
    def lessen(scene: Scene) -> None:
        given = scene.bench.given
        _seat(scene, scene.bench.account, given["user_id"], rights)

    return lessen


def _bot(*rights: str) -> Deed:
    """Set the bot's rights in the channel, and in the discussion group if there is one."""

    def lessen(scene: Scene) -> None:
        bot = next(one for one in scene.bench.network.administrators(deadline=soon()) if one.bot)
        for account in filter(None, (scene.bench.account, scene.bench.given.get("group_id"))):
            _seat(scene, account, int(bot.person_id), rights)

    return lessen


def _seat(scene: Scene, account: int, person: int, rights: tuple[str, ...]) -> None:
    order = {"account": account, "user_id": person, "status": "administrator", "rights": list(rights)}
    scene.bench.sandbox.ask("POST", scene.bench.slug, "rights", order)


def _scopes(*scopes: str) -> Deed:
    """Rights of the application that the key belongs to."""

    def lessen(scene: Scene) -> None:
        _seat(scene, scene.bench.account, scene.bench.account, scopes)

    return lessen


def _all(_scene: Scene) -> None:
    """Remove no right."""


SITUATIONS: Final[Mapping[str, Mapping[str, Deed]]] = {
    "vk": {"all": _all, "community's key": _vk(Slot.COMMUNITY), "administrator's key": _vk(Slot.ADMIN)},
    "ok": {"all": _all, "may not publish": _ok("VALUABLE_ACCESS"), "may nothing": _ok()},
    "telegram": {"all": _all, "may nothing": _bot("can_manage_chat")},
    "max": {"all": _all, "may only read": _bot("read_all_messages"), "may only write": _bot("write")},
    "mastodon": {"all": _all, "may only read": _scopes("read"), "may only write": _scopes("write", "profile")},
}
