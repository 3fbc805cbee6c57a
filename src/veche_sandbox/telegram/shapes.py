"""Convert rows to JSON objects of the Bot API."""

from collections.abc import Mapping
from typing import Any

from veche_sandbox.store import Account, Entry, Membership, Person, Photo, Poll, Store
from veche_sandbox.telegram.attachments import file_object
from veche_sandbox.telegram.texts import found_in

SERVICE_USER_ID = 777000
SERVICE_USER = {"id": SERVICE_USER_ID, "is_bot": False, "first_name": "Telegram"}
"""The author of automatic forwards; the number is Telegram's own account."""

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",  # not in the table of 10.1; aiogram 3.31 requires it
)
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
THUMB_SIDE = 90
POLL_FIELDS = ("country_codes", "correct_option_ids", "explanation", "explanation_entities", "open_period")
"""Of a Poll: those that are there only when they were given."""


def user(person: Person) -> dict[str, Any]:
    name = {"username": person.username} if person.username else {}
    return {"id": person.id, "is_bot": person.is_bot, "first_name": person.name, **name}


def me(person: Person) -> dict[str, Any]:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**user(person), **abilities}


def chat(account: Account) -> dict[str, Any]:
    name = {"username": account.name} if account.name else {}
    return {"id": account.id, "title": account.title, **name, "type": account.kind}


def full_chat(account: Account) -> dict[str, Any]:
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    full = {
        **chat(account),
        "accent_color_id": abs(account.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if account.name:
        full["active_usernames"] = [account.name]
    if account.linked_id:
        full["linked_chat_id"] = account.linked_id
    if account.kind == "supergroup":
        usual = {"can_send_messages": True, "can_send_photos": True, "can_invite_users": True}
        full["permissions"] = dict(account.extra.get("permissions", usual))
        full["join_to_send_messages"] = False
    return full


def member(membership: Membership, person: Person, kind: str) -> dict[str, Any]:
    base: dict[str, Any] = {"user": user(person), "status": membership.status}
    if membership.status == "creator":
        return {**base, "is_anonymous": False}
    if membership.status == "kicked":
        return {**base, "until_date": 0}
    if membership.status != "administrator":
        return base
    names = (*ADMIN_RIGHTS, *(CHANNEL_RIGHTS if kind == "channel" else GROUP_RIGHTS))
    rights = {name: name in membership.rights for name in names}
    # «ChatMemberAdministrator»: implied by any other privilege.
    rights["can_manage_chat"] = bool(membership.rights)
    return {**base, "can_be_edited": False, "is_anonymous": False, **rights}


def thumb_size(photo: Photo) -> tuple[int, int]:
    scale = THUMB_SIDE / max(photo.width, photo.height)
    return max(1, round(photo.width * scale)), max(1, round(photo.height * scale))


def file_id(photo: Photo, size: str) -> str:
    """The file id. `size`: y (as uploaded) or s (thumbnail)."""
    return f"AgACAgIAAx{size}{photo.key}"


def photo_sizes(photo: Photo) -> list[dict[str, Any]]:
    """Sizes, smallest first, as in the network; the last is the picture as uploaded."""
    width, height = thumb_size(photo)
    sizes = []
    if max(photo.width, photo.height) > THUMB_SIDE:
        sizes.append(
            _size(photo, "s", width, height, max(1, photo.size * width * height // (photo.width * photo.height)))
        )
    return [*sizes, _size(photo, "y", photo.width, photo.height, photo.size)]


def chat_photo(photo: Photo) -> dict[str, Any]:
    """A ChatPhoto: ids of the small and the big picture."""
    named = {"small": "s", "big": "y"}
    ids = {f"{name}_file_id": file_id(photo, size) for name, size in named.items()}
    return ids | {f"{name}_file_unique_id": f"AQAD{photo.sha256[:12]}{size}" for name, size in named.items()}


def _size(photo: Photo, size: str, width: int, height: int, weight: int) -> dict[str, Any]:
    unique = f"AQAD{photo.sha256[:12]}{size}"
    names = {"file_id": file_id(photo, size), "file_unique_id": unique}
    return {**names, "file_size": weight, "width": width, "height": height}


def message(store: Store, entry: Entry, *, with_reply: bool = True) -> dict[str, Any]:
    """A Message; the answered message is included once, without its own reply, as in the network."""
    place = store.accounts.find("telegram", entry.place)
    if place is None:
        raise LookupError(entry.place)
    body: dict[str, Any] = {"message_id": entry.id, **_author(store, entry, place), "chat": chat(place)}
    body["date"] = entry.at
    if entry.edited_at:
        body["edit_date"] = entry.edited_at
    body |= origin(store, entry)
    if entry.thread:
        body["message_thread_id"] = entry.thread
    if with_reply and entry.reply_to:
        replied = store.entries.find("telegram", entry.place, entry.reply_to)
        if replied and not replied.deleted:
            body["reply_to_message"] = message(store, replied, with_reply=False)
    if entry.album:
        body["media_group_id"] = entry.album
    return body | _content(store, entry)


def _author(store: Store, entry: Entry, place: Account) -> dict[str, Any]:
    if entry.kind in ("post", "service"):
        return {"sender_chat": chat(place)}
    if entry.kind == "forward":
        channel = store.accounts.find("telegram", entry.post_place or 0)
        return {"from": SERVICE_USER, "sender_chat": chat(channel) if channel else None}
    person = store.accounts.person_by_id("telegram", entry.author_id)
    return {"from": user(person) if person else SERVICE_USER}


def origin(store: Store, entry: Entry) -> dict[str, Any]:
    """The origin of a forwarded message, or {}."""
    if entry.extra.get("forward_origin"):
        return {"forward_origin": entry.extra["forward_origin"]}
    if entry.kind != "forward":
        return {}
    channel = store.accounts.find("telegram", entry.post_place or 0)
    found = {
        "type": "channel",
        "chat": chat(channel) if channel else None,
        "message_id": entry.post_id,
        "date": entry.extra.get("origin_date", entry.at),
    }
    return {"forward_origin": found, "is_automatic_forward": True}


def poll_object(poll: Poll) -> dict[str, Any]:
    options = [
        {"persistent_id": str(number), "text": text, "voter_count": votes}
        for number, (text, votes) in enumerate(zip(poll.options, poll.votes, strict=True))
    ]
    body: dict[str, Any] = {
        "id": str(5_000_000_000_000_000_000 + poll.pk),
        "question": poll.question,
        "options": options,
        "total_voter_count": poll.voters,
        "is_closed": poll.closed,
        "is_anonymous": poll.anonymous,
        "type": poll.rules.get("type", "regular"),
        "allows_multiple_answers": poll.multiple,
        "allows_revoting": poll.rules.get("revoting", True),
        "members_only": poll.rules.get("members_only", False),
    }
    body |= {name: poll.rules[name] for name in POLL_FIELDS if poll.rules.get(name)}
    return body | ({"close_date": poll.closes_at} if poll.closes_at else {})


def _media(store: Store, entry: Entry) -> dict[str, Any]:
    if entry.photos:
        return {"photo": photo_sizes(entry.photos[0])}
    found = {file.kind: file_object(file, entry.extra.get("measures", {})) for file in store.files.of([entry])}
    thumb = store.photos.by_key(entry.extra.get("thumb", ""))
    if thumb is not None:
        for shown in found.values():
            shown["thumbnail"] = photo_sizes(thumb)[-1]
    cover = store.photos.by_key(entry.extra.get("cover", ""))
    if cover is not None and "video" in found:
        found["video"]["cover"] = photo_sizes(cover)
    # «Message»: for backward compatibility an animation is named as a document too.
    return found | ({"document": found["animation"]} if "animation" in found else {})


def _content(store: Store, entry: Entry) -> dict[str, Any]:
    body = _words(store, entry)
    for name in ("has_protected_content", "has_media_spoiler", "show_caption_above_media"):
        if entry.extra.get(name):
            body[name] = True
    for name in ("reply_markup", "link_preview_options"):
        if entry.extra.get(name):
            body[name] = entry.extra[name]
    return body


def entities_of(text: str, extra: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Entities sent by a bot; in a person's text the network finds them."""
    return list(extra["entities"]) if "entities" in extra else found_in(text)


def _words(store: Store, entry: Entry) -> dict[str, Any]:
    """The text as text, caption or description of a poll."""
    if entry.kind == "service":
        return {"new_chat_photo": photo_sizes(entry.photos[0])} if entry.photos else {"new_chat_title": entry.text}
    entities = entities_of(entry.text, entry.extra)
    poll = store.polls.of([entry])
    if poll:
        words = {"description": entry.text, "description_entities": entities} if entry.text else {}
        return {"poll": poll_object(poll) | words}
    shown = _media(store, entry)
    if not shown:
        return {"text": entry.text} | ({"entities": entities} if entities else {})
    caption = {"caption": entry.text} if entry.text else {}
    return shown | caption | ({"caption_entities": entities} if entities and entry.text else {})
