"""The strict server's API as described in docs.joinmastodon.org; unknown parameters are recorded as complaints.

`Api.OPERATIONS` names each by method and path; `answers` runs one, or applies an ordered fault.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.networks.mastodon.params import Params, Refused, truth, whole
from tests.networks.mastodon.shapes import Shapes
from tests.networks.mastodon.state import KEYS_LIVE_SECONDS, LOOKS, Account, Media, Poll, State, Status

VISIBILITIES = ("public", "unlisted", "private", "direct")
_KINDS = {"image/gif": "gifv", "image/jpeg": "image", "image/png": "image", "image/webp": "image"}
_URL = re.compile(r"https?://\S*[^\s.,;:!?)]")


def invalid(words: str) -> Refused:
    return Refused(422, f"Validation failed: {words}")


NOT_FOUND = "Record not found"


@dataclass
class Call:
    """One call: its account and checked parameters. `path`: the values of its variables."""

    state: State
    shapes: Shapes
    me: Account
    path: Mapping[str, str]
    params: Params
    headers: Mapping[str, str]

    def status(self) -> Status:
        found = self.state.find(self.path["id"])
        if found is None or (found.visibility == "direct" and not self._sees(found)):
            raise Refused(404, NOT_FOUND)
        return found

    def _sees(self, status: Status) -> bool:
        return status.account is self.me or self.me in self.state.mentioned(status.text)

    def own(self) -> Status:
        found = self.status()
        if found.account is not self.me:
            raise Refused(404, NOT_FOUND)
        return found


type Act = Callable[[Call], Any]


@dataclass(frozen=True)
class Operation:
    act: Act
    scope: str
    params: frozenset[str]


OPERATIONS: dict[tuple[str, str], Operation] = {}


def operation(method: str, path: str, scope: str, *params: str) -> Callable[[Act], Act]:
    def declare(act: Act) -> Act:
        OPERATIONS[method, path] = Operation(act, scope, frozenset(params))
        return act

    return declare


# --- accounts and relationships --------------------------------------------------------------------------------------


@operation("GET", "/api/v1/apps/verify_credentials", "")
def show_app(call: Call) -> Any:
    return {"id": "1", "name": "Вече", "website": None, "scopes": list(call.me.scopes), "redirect_uris": []}


@operation("GET", "/api/v1/accounts/verify_credentials", "read:accounts profile")
def show_me(call: Call) -> Any:
    return call.shapes.credentials(call.me)


@operation("PATCH", "/api/v1/accounts/update_credentials", "write:accounts", "note", "avatar", "header", "display_name")
def change_me(call: Call) -> Any:
    note = call.params.get("note")
    if note is not None:
        if len(note) > call.state.limits["accounts"]["max_note_length"]:
            raise invalid("Note is too long")
        call.me.note = note
    for name in ("avatar", "header"):
        if name in call.params:
            setattr(call.me, name, _stored(call, call.params[name]).id)
    return call.shapes.credentials(call.me)


@operation("GET", "/api/v1/accounts/relationships", "read:follows", "id")
def relationships(call: Call) -> Any:
    wanted = call.params.get("id", [])
    numbers = wanted if isinstance(wanted, list) else [wanted]
    return [_relationship(call, number) for number in numbers if number in call.state.accounts]


def _relationship(call: Call, number: str) -> dict[str, Any]:
    return {"id": number, "following": False, "blocking": number in call.me.blocks, "muting": False}


@operation("GET", "/api/v1/accounts/{id}", "read:accounts")
def show_account(call: Call) -> Any:
    return call.shapes.account(_account(call))


@operation("POST", "/api/v1/accounts/{id}/block", "write:blocks")
def block(call: Call) -> Any:
    call.me.blocks.add(_account(call).id)
    return _relationship(call, call.path["id"])


@operation("POST", "/api/v1/accounts/{id}/unblock", "write:blocks")
def unblock(call: Call) -> Any:
    call.me.blocks.discard(_account(call).id)
    return _relationship(call, call.path["id"])


def _account(call: Call) -> Account:
    if call.path["id"] not in call.state.accounts:
        raise Refused(404, NOT_FOUND)
    return call.state.accounts[call.path["id"]]


@operation(
    "GET",
    "/api/v1/accounts/{id}/statuses",
    "read:statuses",
    *("max_id", "since_id", "min_id", "limit", "exclude_reblogs", "exclude_replies", "only_media", "pinned", "tagged"),
)
def statuses_of(call: Call) -> Any:
    account = _account(call)
    found = call.state.of_account(account)
    if account is not call.me:
        found = [one for one in found if one.visibility in ("public", "unlisted")]
    if truth(call.params.get("exclude_replies")):
        found = [one for one in found if not one.above]
    if truth(call.params.get("pinned")):
        found = [one for one in found if one.pinned]
    if "max_id" in call.params:
        found = [one for one in found if int(one.id) < int(call.params["max_id"])]
    return [call.shapes.status(one, call.me) for one in found[: whole(call.params, "limit", 20, most=40)]]


@operation(
    "GET",
    "/api/v1/notifications",
    "read:notifications",
    *("max_id", "since_id", "min_id", "limit", "types", "exclude_types", "account_id", "include_filtered"),
)
def notifications(call: Call) -> Any:
    """Newest first; with `min_id` the oldest page after it."""
    types = call.params.get("types")
    found = [one for one in call.state.notifications if one.owner == call.me.id and not one.status.deleted]
    found = [one for one in found if not types or one.kind in types]
    after = call.params.get("min_id") or call.params.get("since_id") or "0"
    found = sorted((one for one in found if int(one.id) > int(after)), key=lambda one: int(one.id))
    limit = whole(call.params, "limit", 40, most=80)
    page = found[:limit] if "min_id" in call.params else found[-limit:]
    return [call.shapes.notification(one, call.me) for one in reversed(page)]


# --- statuses --------------------------------------------------------------------------------------------------------

_WORDS = ("status", "media_ids", "poll", "sensitive", "spoiler_text", "language")


@operation("POST", "/api/v1/statuses", "write:statuses", *_WORDS, "in_reply_to_id", "visibility")
def publish(call: Call) -> Any:
    key = (call.me.id, call.headers.get("idempotency-key", ""))
    known = call.state.keys.get(key)
    if key[1] and known and time.time() - known[0] < KEYS_LIVE_SECONDS:
        found = call.state.find(known[1])
        if found is None:
            raise Refused(404, NOT_FOUND)
        return call.shapes.status(found, call.me)
    above = call.params.get("in_reply_to_id")
    if above is not None and call.state.find(str(above)) is None:
        raise Refused(404, NOT_FOUND)
    visibility = call.params.get("visibility", "public")
    if visibility not in VISIBILITIES:
        raise invalid("Visibility is not included in the list")
    text, media, poll = _content(call, None)
    made = call.state.write(call.me, text, visibility=visibility, media=media, poll=poll, above=above)
    if key[1]:
        call.state.keys[key] = (time.time(), made.id)
    return call.shapes.status(made, call.me)


def _content(call: Call, stands: Status | None) -> tuple[str, list[Media], Poll | None]:
    text = call.params.get("status", "")
    if not isinstance(text, str):
        raise Refused(400, "Bad Request")
    media, poll = _attached(call, stands), _poll(call)
    if poll and media:
        raise invalid("Cannot attach a poll to a status with media")
    if not text.strip() and not media:
        raise invalid("Text can't be blank")
    limits = call.state.limits["statuses"]
    if characters(text, limits["characters_reserved_per_url"]) > limits["max_characters"]:
        raise invalid(f"Text character limit of {limits['max_characters']} exceeded")
    return text, media, poll


def characters(text: str, per_url: int) -> int:
    return len(re.sub(r"(?<![\w/])@(\w+)@[\w.-]+\w", r"@\1", _URL.sub("x" * per_url, text)))


def _attached(call: Call, stands: Status | None) -> list[Media]:
    numbers = call.params.get("media_ids", [])
    if not isinstance(numbers, list) or not all(isinstance(one, str) for one in numbers):
        raise Refused(400, "Bad Request")
    if len(numbers) > call.state.limits["statuses"]["max_media_attachments"]:
        raise invalid("Cannot attach more than 4 files")
    found = [call.state.media[number] for number in numbers if number in call.state.media]
    kept = stands.media if stands else []
    if len(found) != len(numbers) or any(one.owner != call.me.id or (one.used and one not in kept) for one in found):
        raise Refused(404, NOT_FOUND)
    if any(one.kind == "video" and one.looks < LOOKS for one in found):
        raise invalid("Cannot attach files that have not finished processing. Try again in a moment!")
    if len(found) > 1 and any(one.kind == "video" for one in found):
        raise invalid("Cannot attach a video to a post that already contains images")
    return found


def _poll(call: Call) -> Poll | None:
    given = call.params.get("poll")
    if given is None:
        return None
    rules = call.state.limits.get("polls")
    if not rules or not isinstance(given, dict) or given.keys() - {"options", "expires_in", "multiple", "hide_totals"}:
        raise Refused(400, "Bad Request")
    options, seconds = given.get("options", []), int(given.get("expires_in", 0))
    if not 2 <= len(options) <= rules["max_options"] or len(set(options)) < len(options):
        raise invalid("Options must be different, not too few and not too many")
    if any(not one or len(one) > rules["max_characters_per_option"] for one in options):
        raise invalid("Options are too long")
    if not rules["min_expiration"] <= seconds <= rules["max_expiration"]:
        raise invalid("Poll duration is too long or too short")
    return Poll(call.state.number(), list(options), truth(given.get("multiple")), time.time() + seconds)


@operation("GET", "/api/v1/statuses/{id}", "read:statuses")
def show_status(call: Call) -> Any:
    return call.shapes.status(call.status(), call.me)


@operation("PUT", "/api/v1/statuses/{id}", "write:statuses", *_WORDS, "media_attributes")
def edit(call: Call) -> Any:
    """Attachments and a poll that are not named are removed."""
    status = call.own()
    text, media, poll = _content(call, status)
    status.text, status.media, status.poll, status.edited_at = text, media, poll, time.time()
    for one in media:
        one.used = True
    return call.shapes.status(status, call.me)


@operation("DELETE", "/api/v1/statuses/{id}", "write:statuses", "delete_media")
def delete(call: Call) -> Any:
    status = call.own()
    shown = call.shapes.status(status, call.me)
    status.deleted = True
    del shown["content"]
    return {**shown, "text": status.text}


@operation("GET", "/api/v1/statuses/{id}/source", "read:statuses")
def source(call: Call) -> Any:
    status = call.own()
    return {"id": status.id, "text": status.text, "spoiler_text": ""}


@operation("GET", "/api/v1/statuses/{id}/context", "read:statuses")
def context(call: Call) -> Any:
    status = call.status()
    above, below = call.state.above(status), call.state.below(status)
    return {
        name: [call.shapes.status(one, call.me) for one in found]
        for name, found in (("ancestors", above), ("descendants", below))
    }


@operation("POST", "/api/v1/statuses/{id}/pin", "write:accounts")
def pin(call: Call) -> Any:
    status = call.status()
    if status.account is not call.me:
        raise invalid("Someone else's post cannot be pinned")
    if status.pinned:
        raise Refused(422, "Duplicate record")
    if (
        sum(one.pinned for one in call.state.of_account(call.me))
        >= call.state.limits["accounts"]["max_pinned_statuses"]
    ):
        raise invalid("You have already pinned the maximum number of posts")
    status.pinned = True
    return call.shapes.status(status, call.me)


@operation("POST", "/api/v1/statuses/{id}/unpin", "write:accounts")
def unpin(call: Call) -> Any:
    status = call.status()
    status.pinned = False
    return call.shapes.status(status, call.me)


# --- attachments -----------------------------------------------------------------------------------------------------


@operation("POST", "/api/v2/media", "write:media", "file", "description", "focus", "thumbnail")
def upload(call: Call) -> Any:
    media = _stored(call, call.params.get("file"))
    media.description = call.params.get("description")
    if len(media.description or "") > call.state.limits["media_attachments"]["description_limit"]:
        raise invalid("Description is too long")
    return call.shapes.media(media, working=media.kind == "video")


def _stored(call: Call, file: Any) -> Media:
    if not isinstance(file, tuple) or not file[0] or not file[2]:
        raise Refused(400, "param is missing or the value is empty: file")
    limits, (_name, mime, body) = call.state.limits["media_attachments"], file
    if mime not in limits["supported_mime_types"]:
        raise invalid("File content type is invalid, File is invalid")
    kind = _KINDS.get(mime, "video")
    if len(body) > limits["video_size_limit" if kind == "video" else "image_size_limit"]:
        raise invalid("File file size is too large")
    media = Media(call.state.number(), call.me.id, kind, mime, body)
    call.state.media[media.id] = media
    return media


@operation("GET", "/api/v1/media/{id}", "write:media")
def show_media(call: Call) -> Any:
    media = call.state.media.get(call.path["id"])
    if media is None or media.owner != call.me.id:
        raise Refused(404, NOT_FOUND)
    media.looks += 1
    return call.shapes.media(media, working=is_working(media))


def is_working(media: Media) -> bool:
    return media.kind == "video" and media.looks < LOOKS
