"""Every fault of a network × every operation: what stands there in the end, and what we say of it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.chaos.city import City, Tally
from tests.chaos.clocks import CALL_SECONDS
from tests.chaos.crew import Crew

if TYPE_CHECKING:
    from veche.inbox.models import Message
    from veche.outbox.models import Act

SETTLE_SECONDS = 90.0
# A6 of the networks' reference: (fault, seconds). The short run takes the first three.
FAULTS = (
    ("lost_after_apply", 0.0),
    ("dropped", 0.0),
    ("bad_gateway", 0.0),
    ("truncated", 0.0),
    ("applied_late", CALL_SECONDS + 0.5),
    ("refused_before_apply", 0.0),
    ("rate_limited", 1.0),
    ("slow", CALL_SECONDS + 0.5),
)
# Two of Telegram's methods serve two operations each: those about a post and those about a comment take turns.
ABOUT_POSTS = {
    "vk": {"publish": "wall.post", "edit": "wall.edit", "withdraw": "wall.delete", "pin": "wall.pin"},
    "telegram": {
        "publish": "sendMessage",
        "edit": "editMessageText",
        "withdraw": "deleteMessage",
        "pin": "pinChatMessage",
    },
    "ok": {"publish": "mediatopic.post", "edit": "mediatopic.edit", "withdraw": "mediatopic.deleteTopic"},
    "max": {
        "publish": "POST /messages",
        "edit": "PUT /messages",
        "withdraw": "DELETE /messages",
        "pin": "PUT /chats/{chatId}/pin",
    },
}
ABOUT_COMMENTS = {
    "vk": {"reply": "wall.createComment", "delete_comment": "wall.deleteComment"},
    "telegram": {"reply": "sendMessage", "delete_comment": "deleteMessage"},
    "ok": {
        "reply": "discussions.addDiscussionComment",
        "delete_comment": "discussions.deleteDiscussionComment",
    },
    "max": {
        "reply": "POST /messages/{messageId}/comments",
        "delete_comment": "DELETE /messages/{messageId}/comments",
    },
}
BETTER = "Исправлено: "
ENDS = frozenset({"confirmed", "failed", "by_hand", "missed", "cancelled"})
WORDS = {"confirmed": "сделано", "sent": "отправлено", "by_hand": "человеку", "failed": "отказ"}


@dataclass(frozen=True, slots=True)
class Cell:
    """`word` is what people are told in the end; the tally says whether it is true."""

    operation: str
    fault: str
    word: str
    tally: Tally

    @property
    def place(self) -> dict[str, str]:
        """Where it stands in the table of faults."""
        return {"operation": self.operation, "fault": self.fault, "word": self.word}


class Wall(City):
    """Looks at a city's wall for acts of every kind."""

    def stands(self, act: "Act") -> bool:
        return self.times(act) > 0

    def times(self, act: "Act") -> int:
        """How often the network did what the act asks for, as far as one can see it there."""
        match act.verb:
            case "publish":
                return self.wall()[act.title]
            case "reply":
                return [comment["text"] for comment in self._comments() if not comment["deleted"]].count(act.title)
            case "delete_comment":
                gone = [comment for comment in self._comments() if comment["deleted"]]
                return sum(self._is(comment, act, "comment_id") for comment in gone)
            case "pin":
                return int(self._is_pinned(act))
            case _:
                [post] = [post for post in self.sandbox.posts(self.network) if self._is(post, act, "post_id")]
                return int(post["deleted"] if act.verb == "withdraw" else post["text"] == act.payload["text"])

    @staticmethod
    def _is(shown: dict[str, Any], act: "Act", name: str) -> bool:
        return str(shown["id"]) == str(act.payload[name])

    def _comments(self) -> list[dict[str, Any]]:
        return self.sandbox.comments(self.network)

    def _is_pinned(self, act: "Act") -> bool:
        from uuid import uuid4

        from veche.accounts.domain.connect import open_account
        from veche.networks.protocol import Found
        from veche.outbox.domain.unpack import network_act

        network = open_account(act.account, patience=None)
        asked = network.look_up(
            network_act(act),
            key=uuid4(),
            since=act.created_at,
            remote_id="",
            deadline=time.monotonic() + CALL_SECONDS,
        )
        return isinstance(asked, Found)


def matrix(wall: Wall, log: Path, *, faults: int) -> Iterator[Cell]:
    """One act for each operation and fault, each met by that fault once."""
    wall.settled = ENDS
    with Crew(log) as crew:
        crew.start()
        for fault, seconds in FAULTS[:faults]:
            yield from _wave(wall, fault, seconds, ABOUT_POSTS[wall.network], _about_posts)
            if wall.hears_comments:
                yield from _wave(wall, fault, seconds, ABOUT_COMMENTS[wall.network], _about_comments)


def _wave(wall: Wall, fault: str, seconds: float, methods: dict[str, str], planned: Any) -> Iterator[Cell]:
    make = planned(wall, fault)
    for method in methods.values():
        wall.sandbox.fault(wall.network, method, fault, seconds=seconds)
    ids = {operation: make[operation]().pk for operation in methods}
    wall.wait_until_settled(list(ids.values()), seconds=SETTLE_SECONDS)
    wall.sandbox.clear_faults(wall.network)
    met = {call["method"] for call in wall.sandbox.calls(wall.network) if call["fault"] == fault}
    if unmet := set(methods.values()) - met:
        raise SystemExit(f"nobody met {fault} in {unmet}")
    for operation, pk in ids.items():
        yield _cell(wall, operation, fault, pk, by_person=pk in wall.asked)


def _cell(wall: Wall, operation: str, fault: str, pk: int, *, by_person: bool) -> Cell:
    from veche.outbox.models import Act

    act = Act.objects.unscoped().select_related("account").get(pk=pk)
    times = wall.times(act)
    out = act.state in {"confirmed", "sent"}
    word = "решил человек" if by_person else WORDS.get(act.state, act.state)
    return Cell(operation, fault, word, Tally(1, int(times == 1), int(out != (times > 0)), int(times > 1), by_person))


type Makers = dict[str, Any]


def _about_posts(wall: Wall, fault: str) -> Makers:
    """Three posts stand already: one to correct, one to take back, one to pin."""
    from veche.networks.protocol import Edit, OutgoingPost, Pin, Withdraw
    from veche.outbox.domain.changes import plan_change

    edited, withdrawn, pinned = _standing(wall, [f"{fault}, {number}" for number in ("править", "снять", "закрепить")])

    def change(about: "Act", act: Any) -> Any:
        return lambda: plan_change(about=about, act=act, intent=f"{act.verb}:{about.pk}", by=wall.person)

    before = OutgoingPost(edited.title)
    return {
        "publish": lambda: _published(wall, f"{fault}, новая"),
        "edit": change(edited, Edit(edited.remote_id, OutgoingPost(BETTER + edited.title), before)),
        "withdraw": change(withdrawn, Withdraw(withdrawn.remote_id)),
        "pin": change(pinned, Pin(pinned.remote_id)),
    }


def _about_comments(wall: Wall, fault: str) -> Makers:
    from veche.networks.protocol import DeleteComment, Reply
    from veche.outbox.domain.plan import plan_act

    [post] = _standing(wall, [f"{fault}, разговор"])
    asked, rude = _heard(wall, post, [f"{fault}: когда?", f"{fault}: грубость"])
    talk = asked.conversation
    text = f"{fault}: завтра."

    def planned(act: Any, title: str) -> Any:
        return lambda: plan_act(
            account=wall.account, intent=f"{act.verb}:{title}", title=title, act=act, by=wall.person
        )

    return {
        "reply": planned(Reply(talk.post_id, asked.remote_id, text, talk.thread_id), text),
        "delete_comment": planned(DeleteComment(talk.post_id, rude.remote_id), rude.text),
    }


def _standing(wall: Wall, texts: list[str]) -> list["Act"]:
    from veche.outbox.models import Act

    ids = wall.plan(texts)
    wall.wait_until_settled(ids, seconds=SETTLE_SECONDS)
    return list(Act.objects.unscoped().filter(pk__in=ids).order_by("pk"))


def _published(wall: Wall, text: str) -> "Act":
    from veche.outbox.models import Act

    return Act.objects.unscoped().get(pk=wall.plan([text])[0])


def _heard(wall: Wall, post: "Act", texts: list[str]) -> list["Message"]:
    """Residents write; the worker brings their words."""
    from veche.inbox.models import Message

    number = int(post.remote_id) if post.remote_id.isdigit() else post.remote_id
    for text in texts:
        wall.sandbox.write_comment(wall.network, number, "Анна Ковалёва", text, account=int(wall.account.remote_id))
    end = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < end:
        found = {one.text: one for one in Message.objects.unscoped().filter(text__in=texts)}
        if len(found) == len(texts):
            return [found[text] for text in texts]
        time.sleep(0.1)
    raise SystemExit(f"comments were not heard: {texts}")
