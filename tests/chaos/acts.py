"""Acts for each row of the matrix, and the content that must exist in the network before."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle
from typing import TYPE_CHECKING

from tests.chaos.city import City
from tests.chaos.methods import UNDOES
from tests.chaos.pictures import film, photo
from tests.waiting import wait_until
from veche.networks.protocol import (
    Act,
    AnswerMessage,
    CommentMode,
    DeleteComment,
    DeleteMessage,
    Describe,
    Edit,
    OutgoingPost,
    Pin,
    Publish,
    ReleaseAuthor,
    Reply,
    RestoreComment,
    RestrictAuthor,
    SetAvatar,
    SetCommentMode,
    SetCover,
    StartLive,
    StopLive,
    Unpin,
    Withdraw,
)
from veche.networks.registry import NETWORKS

if TYPE_CHECKING:
    from veche.inbox.models import Message
    from veche.outbox.models import Act as Row

QUESTION = "Когда откроют?"
ABOUT_A_COMMENT = ("delete_comment", "restrict_author")
# On a shared machine one round may take minutes.
SETTLE_SECONDS = 240.0


@dataclass(slots=True)
class Scene:
    """The prepared content for one fault: `posts` and `comments` by operation, one peer and the peer's message.

    `modes`: those of the whole account in turn, shared by all scenes, as what stands already proves nothing. `rows`:
    acts already planned, by operation.
    """

    fault: str
    posts: Mapping[str, "Row"]
    comments: Mapping[str, "Message"]
    peer: str
    letter: str
    modes: Iterator[CommentMode]
    rows: dict[str, "Row"] = field(default_factory=dict)

    def title(self, operation: str) -> str:
        return f"{self.fault}: {operation}"

    def post(self, operation: str) -> str:
        return self.posts[operation].remote_id

    def comment(self, operation: str) -> tuple[str, str]:
        """The comment's post id and its own id."""
        message = self.comments[operation]
        return message.conversation.post_id, message.remote_id

    def stream(self) -> str:
        begun = self.rows["start_live"]
        begun.refresh_from_db(fields=("remote_id",))
        return begun.remote_id


def plan(city: City, scene: Scene, operation: str) -> "Row":
    """Plan the act in the outbox, with its own decision."""
    from veche.outbox.domain.changes import plan_change
    from veche.outbox.domain.plan import plan_act

    title, act = scene.title(operation), MAKE[operation](scene)
    if isinstance(act, Edit | Withdraw | Pin | Unpin):
        about = scene.posts[UNDOES.get(operation, operation)]
        row = plan_change(about=about, act=act, intent=title, by=city.person)
    else:
        row = plan_act(account=city.account, intent=title, title=title, act=act, by=city.person)
    scene.rows[operation] = row
    return row


type Make = Callable[[Scene], Act]

MAKE: Mapping[str, Make] = {
    "publish": lambda s: Publish(OutgoingPost(s.title("publish"))),
    "publish_photos": lambda s: Publish(
        OutgoingPost(s.title("publish_photos"), (photo(s.fault), photo(s.fault[::-1])))
    ),
    "publish_video": lambda s: Publish(OutgoingPost(s.title("publish_video"), files=(film(s.title("publish_video")),))),
    "publish_story": lambda s: Publish(OutgoingPost("", (photo(s.title("publish_story")),), story=True)),
    "edit": lambda s: Edit(s.post("edit"), OutgoingPost(s.title("edit")), OutgoingPost(s.posts["edit"].title)),
    "withdraw": lambda s: Withdraw(s.post("withdraw")),
    "pin": lambda s: Pin(s.post("pin")),
    "unpin": lambda s: Unpin(s.post("pin")),
    "reply": lambda s: Reply(*s.comment("reply"), s.title("reply"), s.comments["reply"].conversation.thread_id),
    "delete_comment": lambda s: DeleteComment(*s.comment("delete_comment")),
    "restore_comment": lambda s: RestoreComment(*s.comment("delete_comment")),
    "restrict_author": lambda s: RestrictAuthor(
        s.comments["restrict_author"].author_id, None, *s.comment("restrict_author")
    ),
    "release_author": lambda s: ReleaseAuthor(s.comments["restrict_author"].author_id),
    "answer_message": lambda s: AnswerMessage(s.peer, s.title("answer_message")),
    "delete_message": lambda s: DeleteMessage(s.peer, s.letter),
    "describe": lambda s: Describe(s.title("describe")),
    "set_avatar": lambda s: SetAvatar(photo(s.title("set_avatar"))),
    "set_cover": lambda s: SetCover(photo(s.title("set_cover"))),
    "start_live": lambda s: StartLive(s.title("start_live")),
    "stop_live": lambda s: StopLive(s.stream()),
    # Where a post has no mode of its own, the whole account is limited and opened: words are written on.
    "set_comment_mode": lambda s: (
        SetCommentMode(CommentMode.CLOSED, s.post("close")) if "close" in s.posts else SetCommentMode(next(s.modes))
    ),
}


def scenes(city: City, faults: Iterable[str]) -> dict[str, Scene]:
    """Prepare the content for all faults at once, because waiting for each would take most of the run.

    Repeatable operations share one post and comment; others get one per fault.
    """
    names = list(faults)
    [talk, edited, pinned, *own] = standing(
        city, ["Разговор", "Править", "Закрепить", *map(_withdrawn, names), *map(_closed, names)]
    )
    withdrawn, closed = own[: len(names)], own[len(names) :]
    closes = bool(NETWORKS[city.network].comments.post)
    said = _conversation(city, talk, names) if city.hears_comments else {}
    letters = {name: _letter(city, name) for name in names} if city.network != "ok" else {}
    modes = cycle((CommentMode.LIMITED, CommentMode.OPEN))
    return {
        name: Scene(
            name,
            posts={"edit": edited, "pin": pinned, "withdraw": post, **({"close": to_close} if closes else {})},
            comments=_comments(said, name) if said else {},
            peer=letters[name][0] if letters else "",
            letter=letters[name][1] if letters else "",
            modes=modes,
        )
        for name, post, to_close in zip(names, withdrawn, closed, strict=True)
    }


def _comments(said: Mapping[str, "Message"], fault: str) -> dict[str, "Message"]:
    return {"reply": said[QUESTION], **{one: said[_asked(fault, one)] for one in ABOUT_A_COMMENT}}


def _withdrawn(fault: str) -> str:
    return f"{fault}: снять"


def _closed(fault: str) -> str:
    return f"{fault}: закрыть комментарии"


def _conversation(city: City, talk: "Row", faults: Iterable[str]) -> dict[str, "Message"]:
    texts = [QUESTION, *(_asked(fault, operation) for fault in faults for operation in ABOUT_A_COMMENT)]
    _wait_until_listening(city)
    write(city, talk.remote_id, texts)
    return heard(texts)


def _wait_until_listening(city: City) -> None:
    """Wait for the first poll: earlier comments are not reported."""

    def has_looked() -> bool:
        city.account.refresh_from_db()
        return city.account.inbox_checked_at is not None

    wait_until(has_looked, seconds=SETTLE_SECONDS, otherwise=lambda: "the inbox was never looked at")


def standing(city: City, texts: list[str]) -> list["Row"]:
    from veche.outbox.models import Act

    ids = city.plan(texts)
    city.wait_until_settled(ids, seconds=SETTLE_SECONDS)
    return list(Act.objects.unscoped().filter(pk__in=ids).order_by("pk"))


def write(city: City, post_id: str, texts: Iterable[str]) -> None:
    """Write comments of residents under a post, each by another name."""
    number = int(post_id) if post_id.isdigit() else post_id
    for text in texts:
        city.sandbox.write_comment(city.network, number, f"Житель {text}", text, account=int(city.account.remote_id))


def heard(texts: list[str]) -> dict[str, "Message"]:
    """The messages with these texts, once the worker or the network has brought them."""
    from veche.inbox.models import Message

    messages = Message.objects.unscoped().select_related("conversation").filter(text__in=texts)

    def found() -> dict[str, Message]:
        return {message.text: message for message in messages.all()}

    wait_until(
        lambda: len(found()) == len(texts),
        seconds=SETTLE_SECONDS,
        otherwise=lambda: f"comments were not heard: {set(texts) - found().keys()}",
    )
    return found()


def talk_meanwhile(city: City, scene: Scene) -> list[str]:
    """Two residents write while the acts are being sent, so that the network has events in any case."""
    texts = [f"{scene.fault}, {len(scene.rows)}: {who}" for who in ("первый", "второй")]
    write(city, scene.comment("reply")[0], texts)
    return texts


def _asked(fault: str, operation: str) -> str:
    return f"{fault}: {operation}?"


def _letter(city: City, fault: str) -> tuple[str, str]:
    """Ids of the person and of the message."""
    order = {"account": int(city.account.remote_id), "author": f"Житель {fault}", "text": f"{fault}: где справка?"}
    written = city.sandbox.ask("POST", city.network, "messages", order)
    return str(written["peer_id"]), str(written["id"])
