"""The rows of the matrix: the outbox's verbs for each network, and the call that performs each."""

from collections.abc import Collection, Mapping

VK = {
    "publish": "wall.post",
    "publish_photos": "wall.post",
    "publish_video": "wall.post",
    "publish_story": "stories.save",
    "edit": "wall.edit",
    "withdraw": "wall.delete",
    "pin": "wall.pin",
    "unpin": "wall.unpin",
    "reply": "wall.createComment",
    "delete_comment": "wall.deleteComment",
    "restore_comment": "wall.restoreComment",
    "restrict_author": "groups.ban",
    "release_author": "groups.unban",
    "answer_message": "messages.send",
    "delete_message": "messages.delete",
    "describe": "groups.edit",
    "set_avatar": "photos.saveOwnerPhoto",
    "set_cover": "photos.saveOwnerCoverPhoto",
    "start_live": "video.startStreaming",
    "stop_live": "video.stopStreaming",
    "set_comment_mode": "wall.closeComments",
}
OK = {
    "publish": "mediatopic.post",
    "publish_photos": "mediatopic.post",
    "publish_video": "mediatopic.post",
    "edit": "mediatopic.edit",
    "withdraw": "mediatopic.deleteTopic",
    "reply": "discussions.addDiscussionComment",
    "delete_comment": "discussions.deleteDiscussionComment",
    "restrict_author": "discussions.deleteDiscussionComment",
    "set_avatar": "group.setMainPhoto",
}
TELEGRAM = {
    "publish": "sendMessage",
    "publish_photos": "sendMediaGroup",
    "publish_video": "sendVideo",
    "edit": "editMessageText",
    "withdraw": "deleteMessage",
    "pin": "pinChatMessage",
    "unpin": "unpinChatMessage",
    "reply": "sendMessage",
    "delete_comment": "deleteMessage",
    "restrict_author": "banChatMember",
    "release_author": "unbanChatMember",
    "answer_message": "sendMessage",
    "delete_message": "deleteMessage",
    "describe": "setChatDescription",
    "set_avatar": "setChatPhoto",
    "set_comment_mode": "setChatPermissions",
}
MAX = {
    "publish": "POST /messages",
    "publish_photos": "POST /messages",
    "publish_video": "POST /messages",
    "edit": "PUT /messages",
    "withdraw": "DELETE /messages",
    "pin": "PUT /chats/{chatId}/pin",
    "unpin": "DELETE /chats/{chatId}/pin",
    "reply": "POST /messages/{messageId}/comments",
    "delete_comment": "DELETE /messages/{messageId}/comments",
    "answer_message": "POST /messages",
    "describe": "PATCH /chats/{chatId}",
    "set_avatar": "PATCH /chats/{chatId}",
}
MASTODON = {
    "publish": "POST /api/v1/statuses",
    "publish_photos": "POST /api/v1/statuses",
    "publish_video": "POST /api/v1/statuses",
    "edit": "PUT /api/v1/statuses/{id}",
    "withdraw": "DELETE /api/v1/statuses/{id}",
    "pin": "POST /api/v1/statuses/{id}/pin",
    "unpin": "POST /api/v1/statuses/{id}/unpin",
    "reply": "POST /api/v1/statuses",
    "restrict_author": "POST /api/v1/accounts/{id}/block",
    "release_author": "POST /api/v1/accounts/{id}/unblock",
    "answer_message": "POST /api/v1/statuses",
    "describe": "PATCH /api/v1/accounts/update_credentials",
    "set_avatar": "PATCH /api/v1/accounts/update_credentials",
    "set_cover": "PATCH /api/v1/accounts/update_credentials",
}
METHODS: Mapping[str, Mapping[str, str]] = {
    "vk": VK,
    "ok": OK,
    "telegram": TELEGRAM,
    "max": MAX,
    "mastodon": MASTODON,
}
# Calls before the acting one: the upload servers. Telegram takes files with the call itself.
UPLOADS: Mapping[str, Mapping[str, str]] = {
    "vk": {
        "publish_photos": "upload",
        "publish_video": "upload_file",
        "publish_story": "upload_story",
        "set_avatar": "upload",
        "set_cover": "upload",
    },
    "ok": {"publish_photos": "upload", "publish_video": "upload_video", "set_avatar": "upload"},
    "max": {"publish_photos": "upload", "publish_video": "upload", "set_avatar": "upload"},
    "telegram": {},
    "mastodon": dict.fromkeys(("publish_photos", "publish_video"), "POST /api/v2/media"),
}
# Calls after it: reading the state. Telegram reports it by itself.
READS: Mapping[str, Mapping[str, str]] = {
    "vk": dict.fromkeys(("publish", "publish_photos", "publish_video", "edit"), "wall.getById"),
    "ok": dict.fromkeys(("publish", "publish_photos", "publish_video", "edit"), "mediatopic.getByIds"),
    "max": dict.fromkeys(("publish", "publish_photos", "publish_video", "edit"), "GET /messages/{messageId}"),
    "telegram": {},
    "mastodon": dict.fromkeys(("publish", "publish_photos", "publish_video", "edit"), "GET /api/v1/statuses/{id}"),
}
# Kinds of publications besides text: rows of their own.
PUBLICATIONS = frozenset({"publish", "publish_photos", "publish_video", "publish_story"})
# They need comments under a post, which a channel without a group lacks.
UNDER_A_POST = frozenset(
    {"reply", "delete_comment", "restore_comment", "restrict_author", "release_author", "set_comment_mode"}
)
# The first undoes the second.
UNDOES = {
    "unpin": "pin",
    "restore_comment": "delete_comment",
    "release_author": "restrict_author",
    "stop_live": "start_live",
}


def turns(methods: Mapping[str, str], operations: Collection[str]) -> list[list[str]]:
    """Groups of operations: those of one method go in turns, because a fault affects the next call; undoing comes
    after.
    """
    found = list[list[str]]()
    for operation in operations:
        done = next((turn for turn in found if UNDOES.get(operation) in turn), None)
        later = found[found.index(done) + 1 :] if done else found
        free = (turn for turn in later if methods[operation] not in {methods[other] for other in turn})
        turn = next(free, None)
        if turn is None:
            found.append([operation])
        else:
            turn.append(operation)
    return found
