"""The true state of an act in the training network, read without our code."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.chaos.city import City
from tests.chaos.methods import METHODS

if TYPE_CHECKING:
    from veche.outbox.models import Act

# VK keeps main photos in an album, which reveals a second one; in other networks a repetition looks the same.
ALBUM = "vk"


class Wall(City):
    """Checks a city's wall for acts of every kind."""

    def stands(self, act: "Act") -> bool:
        return self.times(act) > 0

    def times(self, act: "Act") -> int:
        """How often the network did the act, as far as visible."""
        return TRUTH[act.verb](self, act)

    def lacks(self, act: "Act") -> bool:
        """Whether a post of this act lacks a picture or a video that was sent."""
        wanted = Counter(one["sha256"] for kind in ("photos", "files") for one in act.payload.get(kind) or ())
        posts = [post for post in self.shown("posts") if post["text"] == act.title and not post["deleted"]]
        return act.verb == "publish" and any(wanted - _contents(post) for post in posts)

    def shown(self, what: str) -> Any:
        """One list of the control API for this account."""
        return self.sandbox.ask("GET", self.network, what, query={"account": self.account.remote_id})

    def post(self, act: "Act") -> dict[str, Any]:
        return next(post for post in self.shown("posts") if str(post["id"]) == str(act.payload["post_id"]))

    def comment_is_gone(self, act: "Act") -> bool:
        found = next(one for one in self.shown("comments") if str(one["id"]) == str(act.payload["comment_id"]))
        return bool(found["deleted"])

    def is_restricted(self, act: "Act") -> bool:
        return str(act.payload["author_id"]) in {str(one["person_id"]) for one in self.shown("restrictions")}

    def wears(self, act: "Act", what: str) -> bool:
        return bool(self.shown("page")[what] == act.payload["photo"]["sha256"])


def _contents(post: Mapping[str, Any]) -> Counter[str]:
    return Counter(one["sha256"] for kind in ("photos", "files") for one in post.get(kind) or ())


def _published(wall: Wall, act: "Act") -> int:
    if not act.payload.get("story"):
        return wall.wall()[act.title]
    [photo] = act.payload["photos"]
    stories = [story for story in wall.shown("stories") if not story["deleted"]]
    return [one["sha256"] for story in stories for one in story["photos"]].count(photo["sha256"])


def _replied(wall: Wall, act: "Act") -> int:
    return [one["text"] for one in wall.shown("comments") if not one["deleted"]].count(act.payload["text"])


def _answered(wall: Wall, act: "Act") -> int:
    return [one["text"] for one in wall.shown("messages") if one["ours"]].count(act.title)


def _avatars(wall: Wall, act: "Act") -> int:
    if wall.network != ALBUM or not wall.wears(act, "avatar"):
        return wall.wears(act, "avatar")
    saved = wall.sandbox.calls(wall.network, METHODS[wall.network][act.verb])
    return sum("ok" in call["outcome"] for call in saved)


def _streams(wall: Wall, act: "Act") -> int:
    return [stream["title"] for stream in wall.shown("streams")].count(act.payload["title"])


def _is_over(wall: Wall, act: "Act") -> bool:
    ended = {stream["id"] for stream in wall.shown("streams") if stream["status"] == "finished"}
    return act.payload["video_id"] in ended


def _message_is_gone(wall: Wall, act: "Act") -> bool:
    """From the account's side; Telegram's own list has deleted ones no more."""
    there = [one for one in wall.shown("messages") if str(one["id"]) == act.payload["message_id"]]
    return all(one["hidden"] for one in there)


def _comments_are_so(wall: Wall, act: "Act") -> bool:
    if act.payload["post_id"]:
        return bool(wall.post(act).get("comments_closed", False))
    return bool(wall.shown("page")["comments"] == act.payload["mode"])


TRUTH: Mapping[str, Callable[[Wall, "Act"], int]] = {
    "publish": _published,
    "reply": _replied,
    "answer_message": _answered,
    "delete_message": _message_is_gone,
    "edit": lambda wall, act: wall.post(act)["text"] == act.payload["text"],
    "withdraw": lambda wall, act: wall.post(act)["deleted"],
    "pin": lambda wall, act: wall.post(act).get("pinned", False),
    "unpin": lambda wall, act: not wall.post(act).get("pinned", False),
    "delete_comment": lambda wall, act: wall.comment_is_gone(act),
    "restore_comment": lambda wall, act: not wall.comment_is_gone(act),
    "restrict_author": lambda wall, act: wall.is_restricted(act),
    "release_author": lambda wall, act: not wall.is_restricted(act),
    "describe": lambda wall, act: wall.shown("page")["description"] == act.payload["text"],
    "set_avatar": _avatars,
    "set_cover": lambda wall, act: wall.wears(act, "cover"),
    "start_live": _streams,
    "stop_live": _is_over,
    "set_comment_mode": _comments_are_so,
}
