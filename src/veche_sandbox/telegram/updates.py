"""Updates of bots: automatic forwards, residents' comments, other people's posts."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from veche_sandbox.store import Account, Action, Entry, NewEntry, Store
from veche_sandbox.telegram import shapes
from veche_sandbox.telegram.texts import found_in

OFF_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""«getUpdates», allowed_updates."""

_COPIED = ("entities", "files", "measures", "poll", "cover", "thumb")
_KINDS = {
    ("comment_new", "supergroup"): "message",
    ("comment_edit", "supergroup"): "edited_message",
    ("post_new", "channel"): "channel_post",
    ("post_edit", "channel"): "edited_channel_post",
}


def tell(store: Store, chat: Account, kind: str, entry: Entry, *, but: int = 0) -> None:
    """Send to every administrator bot of the chat that wants this kind, except `but`, the acting bot."""
    for membership in store.accounts.memberships("telegram", chat.id):
        person = store.accounts.person_by_id("telegram", membership.user_id)
        if membership.status != "administrator" or person is None or not person.is_bot or person.id == but:
            continue
        push(store, person.id, kind, shapes.message(store, entry))


def push(store: Store, bot_id: int, kind: str, body: dict[str, Any]) -> None:
    if wants(store, bot_id, kind):
        store.events.push("telegram", bot_id, kind, {kind: body})


def wants(store: Store, bot_id: int, kind: str) -> bool:
    chosen = store.ledger.note("telegram", allowed_note(bot_id))
    return kind in chosen.split() if chosen else kind not in OFF_BY_DEFAULT


def allowed_note(bot_id: int) -> str:
    return f"allowed updates of {bot_id}"


def forward_to_group(store: Store, channel: Account, posts: Iterable[Entry]) -> None:
    """Copy messages to the discussion group; the copy of an album's first one is the thread's root."""
    group = store.accounts.find("telegram", channel.linked_id) if channel.linked_id else None
    if group is None:
        return
    album, first, forwards = str(13_000_000_000_000_000 + secrets.randbelow(10**15)), None, []
    for post in posts:
        shown = {name: post.extra[name] for name in _COPIED if name in post.extra}
        root: dict[str, Any] = {"thread": first.id, "post": first.post_id} if first else {}
        forward = store.entries.add(
            NewEntry(
                "telegram",
                group.id,
                "forward",
                author_id=shapes.SERVICE_USER_ID,
                author_name=channel.title,
                text=post.text,
                photos=post.photos,
                post=(channel.id, post.id),
                album=album if post.album else "",
                extra={**shown, "origin_date": post.at, **root},
                at=post.at,
            )
        )
        first = first or forward
        forwards.append(forward)
    for forward in forwards:
        tell(store, group, "message", forward)


def announce(store: Store, action: Action) -> None:
    """Updates about a person's action; the network sends none about deletions."""
    if action.kind == "post_new":
        channel = store.accounts.find("telegram", action.entries[0].place)
        if channel:
            forward_to_group(store, channel, action.entries)
    if action.kind == "post_edit":
        action = replace(action, entries=tuple(_retyped(store, entry) for entry in action.entries))
    for entry in action.entries:
        chat = store.accounts.find("telegram", entry.place)
        kind = _KINDS.get((action.kind, chat.kind)) if chat else None
        if chat and kind:
            tell(store, chat, kind, entry, but=action.by)


def _retyped(store: Store, entry: Entry) -> Entry:
    """Replace a post's entities after a person edited it, and update its copies in the group."""
    store.entries.mark(entry, entities=found_in(entry.text))
    for copy in store.entries.forwards("telegram", entry.place, entry.id):
        extra = {**copy.extra, "entities": found_in(entry.text)}
        store.entries.change(copy, text=entry.text, extra=extra)
    return store.entries.get("telegram", entry.place, entry.id)
