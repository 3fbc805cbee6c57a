"""sendChatAction, setMessageReaction and the commands of a bot: minor methods that common bots use."""

import json
import re
from typing import Any

from veche_sandbox.telegram import private
from veche_sandbox.telegram.call import Call, find_chat, find_message
from veche_sandbox.telegram.errors import bad_request

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_REACTIONS = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 "
    "🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 "
    "❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 "
    "🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 "
    "😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 "
    "🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ "
    "😡"
)
REACTIONS = frozenset(_REACTIONS.split())
"""«ReactionTypeEmoji»."""
MOST_COMMANDS, MOST_DESCRIPTION = 100, 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)


def send_chat_action(call: Call) -> Any:
    """An action shown for five seconds; it is not stored."""
    if call.arguments.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    if private.is_private(call):
        private.find_peer(call)
    elif find_chat(call, to_write=True).kind == "channel":
        raise bad_request("chat actions can't be sent to channel chats")
    return True


def set_message_reaction(call: Call) -> Any:
    """Set at most one reaction; without any the former is removed."""
    given = call.arguments.data("reaction", "reaction types") or []
    if not isinstance(given, list):
        raise bad_request("expected an Array of ReactionType")
    chosen = [_reaction(one) for one in given]
    if len(chosen) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    chat = find_chat(call, to_write=True)
    entry = find_message(call, chat, call.arguments.whole("message_id"), "message to react")
    album = call.store.entries.album("telegram", chat.id, entry.album)
    first = next((one for one in album if not one.deleted), entry)
    call.store.entries.mark(first, reactions={**first.extra.get("reactions", {}), str(call.bot.id): chosen})
    return True


def _reaction(given: Any) -> dict[str, str]:
    if not isinstance(given, dict) or given.get("type") not in ("emoji", "custom_emoji", "paid"):
        raise bad_request("can't parse ReactionType: invalid type specified")
    if given["type"] != "emoji" or given.get("emoji") not in REACTIONS:
        raise bad_request("REACTION_INVALID")
    return {"type": "emoji", "emoji": given["emoji"]}


def get_my_commands(call: Call) -> Any:
    return json.loads(call.store.ledger.note("telegram", _note(call)) or "[]")


def set_my_commands(call: Call) -> Any:
    given = call.arguments.data("commands", "commands")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    listed = [_command(one) for one in given]
    call.store.ledger.set_note("telegram", _note(call), json.dumps(listed, ensure_ascii=False))
    return True


def delete_my_commands(call: Call) -> Any:
    call.store.ledger.set_note("telegram", _note(call), "[]")
    return True


def _command(given: Any) -> dict[str, str]:
    if not isinstance(given, dict) or not isinstance(given.get("command"), str):
        raise bad_request("can't parse BotCommand: expected an Object with a command")
    name, words = given["command"].removeprefix("/"), given.get("description")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not isinstance(words, str) or not 1 <= len(words.strip()) <= MOST_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": words.strip()}


def _note(call: Call) -> str:
    """The note with the commands of a scope and a language."""
    scope = call.arguments.objects("scope", "BotCommandScope") or {"type": "default"}
    if scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    place = json.dumps(scope, sort_keys=True)
    return f"commands of {call.bot.id} {place} {call.arguments.text('language_code')}"
