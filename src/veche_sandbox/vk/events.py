"""Events of a community about its wall, whoever acted: a resident, an administrator, or its own key."""

from typing import Any

from veche_sandbox.store import Action, Entry, Store
from veche_sandbox.vk.account_events import announce_account_action
from veche_sandbox.vk.calls import NETWORK
from veche_sandbox.vk.objects import comment_object, post_object

VERSION = "5.199"
# fmt: off
ALL = (
    "message_new", "message_reply", "message_allow", "message_deny", "message_edit", "message_typing_state",
    "message_read", "message_event", "message_reaction_event", "photo_new", "photo_comment_new",
    "photo_comment_edit", "photo_comment_delete", "photo_comment_restore", "audio_new", "video_new",
    "video_comment_new", "video_comment_edit", "video_comment_delete", "video_comment_restore", "wall_reply_new",
    "wall_reply_edit", "wall_reply_delete", "wall_reply_restore", "wall_post_new", "wall_repost", "board_post_new",
    "board_post_edit", "board_post_delete", "board_post_restore", "market_comment_new", "market_comment_edit",
    "market_comment_delete", "market_comment_restore", "market_order_new", "market_order_edit", "poll_vote_new",
    "group_join", "group_leave", "group_change_settings", "group_change_photo", "group_officers_edit", "user_block",
    "user_unblock", "lead_forms_new", "like_add", "like_remove", "donut_subscription_create",
    "donut_subscription_prolonged", "donut_subscription_cancelled", "donut_subscription_price_changed",
    "donut_subscription_expired", "donut_money_withdraw", "donut_money_withdraw_error",
)
# fmt: on
"""Names that can be switched on and off; not all of them ever happen here."""
SCHEDULED = ("wall_schedule_post_new", "wall_schedule_post_delete")
"""Callback servers can choose them, Long Poll only shows that it does not."""
COMMENT_EVENTS = {
    "comment_new": "wall_reply_new",
    "comment_edit": "wall_reply_edit",
    "comment_restore": "wall_reply_restore",
}


def post_appeared(store: Store, entry: Entry) -> None:
    _push(store, entry, "wall_post_new", post_object(store, entry))


def comment_changed(store: Store, entry: Entry, kind: str) -> None:
    """A changed comment. `kind`: wall_reply_new, wall_reply_edit or wall_reply_restore."""
    _push(store, entry, kind, {**comment_object(store, entry), "post_owner_id": -entry.place})


def comment_deleted(store: Store, entry: Entry, by: int) -> None:
    """A deleted comment. The schema names the person `user_id`, the documentation `deleter_id`: both are sent."""
    who = max(by, 0)
    body = {"owner_id": -entry.place, "id": entry.id, "deleter_id": who, "user_id": who, "post_id": entry.post_id}
    _push(store, entry, "wall_reply_delete", body)


def tell(store: Store, action: Action) -> None:
    """Events about an action on the public page or in the control API."""
    if not action.entries:
        announce_account_action(store, action)
    for entry in action.entries:
        if action.kind == "post_new":
            post_appeared(store, entry)
        elif action.kind == "comment_delete":
            comment_deleted(store, entry, action.by)
        elif action.kind in COMMENT_EVENTS:
            comment_changed(store, entry, COMMENT_EVENTS[action.kind])


def _push(store: Store, entry: Entry, kind: str, body: dict[str, Any]) -> None:
    store.events.push(NETWORK, entry.place, kind, body)
