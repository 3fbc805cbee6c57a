"""Parameters of the supported methods: names, types and which are required («!»), as published for Bot API 10.1.

One line per group; the types are written as in the published table.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    types: str
    required: bool


def _read(*lines: str) -> dict[str, Parameter]:
    found = {}
    for field in "; ".join(line for line in lines if line).split("; "):
        if field:
            name, types = field.split(": ")
            found[name.rstrip("!")] = Parameter(name.rstrip("!"), types, required=name.endswith("!"))
    return found


_CHAT = "chat_id!: Integer|String"
_BUSINESS = "business_connection_id: String"
_THREAD = "message_thread_id: Integer; direct_messages_topic_id: Integer"
_QUIET = "disable_notification: Boolean; protect_content: Boolean"
_SENDING = f"{_QUIET}; allow_paid_broadcast: Boolean; message_effect_id: String; reply_parameters: ReplyParameters"
_KEYBOARD = "reply_markup: InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply"
_SUGGESTED = "suggested_post_parameters: SuggestedPostParameters"
_CAPTION = (
    "caption: String; parse_mode: String; caption_entities: Array of MessageEntity; show_caption_above_media: Boolean"
)
_SCOPE = "scope: BotCommandScope; language_code: String"
_PASSED = (
    f"{_THREAD}; from_chat_id!: Integer|String; message_id!: Integer; video_start_timestamp: Integer; "
    f"message_effect_id: String; {_SUGGESTED}"
)
_EDITED = (
    f"{_BUSINESS}; chat_id: Integer|String; message_id: Integer; inline_message_id: String; "
    "reply_markup: InlineKeyboardMarkup"
)
_ALBUM = (
    "media!: Array of InputMediaAudio|Array of InputMediaDocument|Array of InputMediaLivePhoto|"
    "Array of InputMediaPhoto|Array of InputMediaVideo"
)

METHODS: dict[str, dict[str, Parameter]] = {
    "getMe": {},
    "getChat": _read(_CHAT),
    "getChatMember": _read(_CHAT, "user_id!: Integer"),
    "getChatAdministrators": _read(_CHAT, "return_bots: Boolean"),
    "getChatMemberCount": _read(_CHAT),
    "sendMessage": _read(
        _CHAT,
        "text!: String; parse_mode: String; entities: Array of MessageEntity; link_preview_options: LinkPreviewOptions",
        _BUSINESS,
        _THREAD,
        _SENDING,
        _SUGGESTED,
        _KEYBOARD,
    ),
    "sendPhoto": _read(
        _CHAT,
        "photo!: InputFile|String; has_spoiler: Boolean",
        _CAPTION,
        _BUSINESS,
        _THREAD,
        _SENDING,
        _SUGGESTED,
        _KEYBOARD,
    ),
    "sendMediaGroup": _read(_CHAT, _ALBUM, _BUSINESS, _THREAD, _SENDING),
    "sendVideo": _read(
        _CHAT,
        "video!: InputFile|String; duration: Integer; width: Integer; height: Integer; thumbnail: InputFile|String",
        "cover: InputFile|String; start_timestamp: Integer; has_spoiler: Boolean; supports_streaming: Boolean",
        _CAPTION,
        _BUSINESS,
        _THREAD,
        _SENDING,
        _SUGGESTED,
        _KEYBOARD,
    ),
    "sendAnimation": _read(
        _CHAT,
        "animation!: InputFile|String; duration: Integer; width: Integer; height: Integer",
        "thumbnail: InputFile|String; has_spoiler: Boolean",
        _CAPTION,
        _BUSINESS,
        _THREAD,
        _SENDING,
        _SUGGESTED,
        _KEYBOARD,
    ),
    "sendDocument": _read(
        _CHAT,
        "document!: InputFile|String; thumbnail: InputFile|String; disable_content_type_detection: Boolean",
        "caption: String; parse_mode: String; caption_entities: Array of MessageEntity",
        _BUSINESS,
        _THREAD,
        _SENDING,
        _SUGGESTED,
        _KEYBOARD,
    ),
    "sendPoll": _read(
        _CHAT,
        "question!: String; question_parse_mode: String; question_entities: Array of MessageEntity",
        "options!: Array of InputPollOption; is_anonymous: Boolean; type: String; allows_multiple_answers: Boolean",
        "allows_revoting: Boolean; shuffle_options: Boolean; allow_adding_options: Boolean",
        "hide_results_until_closes: Boolean; members_only: Boolean; country_codes: Array of String",
        "correct_option_ids: Array of Integer; explanation: String; explanation_parse_mode: String",
        "explanation_entities: Array of MessageEntity; explanation_media: InputPollMedia; open_period: Integer",
        "close_date: Integer; is_closed: Boolean; description: String; description_parse_mode: String",
        "description_entities: Array of MessageEntity; media: InputPollMedia",
        _BUSINESS,
        "message_thread_id: Integer",
        _SENDING,
        _KEYBOARD,
    ),
    "stopPoll": _read(_BUSINESS, _CHAT, "message_id!: Integer; reply_markup: InlineKeyboardMarkup"),
    "editMessageText": _read(
        _EDITED,
        "text: String; parse_mode: String; entities: Array of MessageEntity; link_preview_options: LinkPreviewOptions",
        "rich_message: InputRichMessage",
    ),
    "editMessageCaption": _read(_EDITED, _CAPTION),
    "editMessageReplyMarkup": _read(_EDITED),
    "deleteMessage": _read(_CHAT, "message_id!: Integer"),
    "deleteMessages": _read(_CHAT, "message_ids!: Array of Integer"),
    "pinChatMessage": _read(_BUSINESS, _CHAT, "message_id!: Integer; disable_notification: Boolean"),
    "unpinChatMessage": _read(_BUSINESS, _CHAT, "message_id: Integer"),
    "unpinAllChatMessages": _read(_CHAT),
    "forwardMessage": _read(_CHAT, _PASSED, _QUIET),
    "copyMessage": _read(_CHAT, _PASSED, _CAPTION, _SENDING, _KEYBOARD),
    "editMessageMedia": _read(_EDITED, "media!: InputMedia"),
    "setMessageReaction": _read(_CHAT, "message_id!: Integer; reaction: Array of ReactionType; is_big: Boolean"),
    "sendChatAction": _read(_BUSINESS, _CHAT, "message_thread_id: Integer; action!: String"),
    "getMyCommands": _read(_SCOPE),
    "setMyCommands": _read("commands!: Array of BotCommand", _SCOPE),
    "deleteMyCommands": _read(_SCOPE),
    "restrictChatMember": _read(
        _CHAT,
        "user_id!: Integer; permissions!: ChatPermissions; use_independent_chat_permissions: Boolean",
        "until_date: Integer",
    ),
    "banChatMember": _read(_CHAT, "user_id!: Integer; until_date: Integer; revoke_messages: Boolean"),
    "unbanChatMember": _read(_CHAT, "user_id!: Integer; only_if_banned: Boolean"),
    "banChatSenderChat": _read(_CHAT, "sender_chat_id!: Integer"),
    "unbanChatSenderChat": _read(_CHAT, "sender_chat_id!: Integer"),
    "setChatTitle": _read(_CHAT, "title!: String"),
    "setChatPermissions": _read(_CHAT, "permissions!: ChatPermissions; use_independent_chat_permissions: Boolean"),
    "setChatDescription": _read(_CHAT, "description: String"),
    "setChatPhoto": _read(_CHAT, "photo!: InputFile"),
    "getFile": _read("file_id!: String"),
    "getUpdates": _read("offset: Integer; limit: Integer; timeout: Integer; allowed_updates: Array of String"),
    "setWebhook": _read(
        "url!: String; certificate: InputFile; ip_address: String; max_connections: Integer",
        "allowed_updates: Array of String; drop_pending_updates: Boolean; secret_token: String",
    ),
    "deleteWebhook": _read("drop_pending_updates: Boolean"),
    "getWebhookInfo": {},
}

OBJECTS: dict[str, dict[str, Parameter]] = {
    "ReplyParameters": _read(
        "message_id!: Integer; chat_id: Integer|String; allow_sending_without_reply: Boolean; quote: String",
        "quote_parse_mode: String; quote_entities: Array of MessageEntity; quote_position: Integer",
        "checklist_task_id: Integer; poll_option_id: String",
    ),
    "InputMediaPhoto": _read("type!: String; media!: String; has_spoiler: Boolean", _CAPTION),
    "InputMediaVideo": _read(
        "type!: String; media!: String; thumbnail: String; cover: String; start_timestamp: Integer; width: Integer",
        "height: Integer; duration: Integer; supports_streaming: Boolean; has_spoiler: Boolean",
        _CAPTION,
    ),
    "InputMediaAnimation": _read(
        "type!: String; media!: String; thumbnail: String; width: Integer; height: Integer; duration: Integer",
        "has_spoiler: Boolean",
        _CAPTION,
    ),
    "BotCommand": _read("command!: String; description!: String"),
    "InputMediaDocument": _read(
        "type!: String; media!: String; thumbnail: String; caption: String; parse_mode: String",
        "caption_entities: Array of MessageEntity; disable_content_type_detection: Boolean",
    ),
    "InputPollOption": _read(
        "text!: String; text_parse_mode: String; text_entities: Array of MessageEntity; media: InputPollOptionMedia"
    ),
    "MessageEntity": _read(
        "type!: String; offset!: Integer; length!: Integer; url: String; user: User; language: String",
        "custom_emoji_id: String; unix_time: Integer; date_time_format: String",
    ),
    "ChatPermissions": _read(
        "can_send_messages: Boolean; can_send_audios: Boolean; can_send_documents: Boolean; can_send_photos: Boolean",
        "can_send_videos: Boolean; can_send_video_notes: Boolean; can_send_voice_notes: Boolean",
        "can_send_polls: Boolean; can_send_other_messages: Boolean; can_add_web_page_previews: Boolean",
        "can_react_to_messages: Boolean; can_edit_tag: Boolean; can_change_info: Boolean; can_invite_users: Boolean",
        "can_pin_messages: Boolean; can_manage_topics: Boolean",
    ),
    "LinkPreviewOptions": _read(
        "is_disabled: Boolean; url: String; prefer_small_media: Boolean; prefer_large_media: Boolean",
        "show_above_text: Boolean",
    ),
}
