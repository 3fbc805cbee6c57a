"""Methods about the bot itself: its profile, its commands, the typing action."""

import json
from typing import Any

from veche_sandbox.max import checks, dialogs
from veche_sandbox.max.call import Call
from veche_sandbox.max.errors import bad_request
from veche_sandbox.max.registry import LIST, OPERATIONS, TEXT, Param
from veche_sandbox.max.shapes import user
from veche_sandbox.max.texts import units

MOST_COMMANDS, MOST_NAME, MOST_DESCRIPTION = 32, 64, 128
ACTIONS = ("typing_on", "sending_photo", "sending_video", "sending_audio", "sending_file")


@OPERATIONS.operation("GET", "/me")
def get_me(call: Call) -> Any:
    return {**user(call.bot), "description": "Бот пресс-службы", "commands": _commands(call)}


@OPERATIONS.operation("PATCH", "/me/commands", body=(Param("commands", LIST, high=MOST_COMMANDS),))
def set_commands(call: Call) -> Any:
    """Set the commands. Without `commands` they stay, an empty list removes them."""
    if "commands" in call.body:
        listed = [_command(call, given) for given in call.body["commands"]]
        call.store.ledger.set_note("max", _note(call), json.dumps(listed, ensure_ascii=False))
    return {"commands": _commands(call)}


def _command(call: Call, given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        raise bad_request("commands: object expected")
    for name in given.keys() - {"name", "description"}:
        call.complain(f"commands.{name}")
    found = {name: given[name] for name in ("name", "description") if given.get(name) is not None}
    if "name" not in found:
        raise bad_request("commands: name is required")
    for name, most in (("name", MOST_NAME), ("description", MOST_DESCRIPTION)):
        if name in found and not (isinstance(found[name], str) and 1 <= units(found[name]) <= most):
            raise bad_request(f"commands: {name} must be from 1 to {most}")
    return found


def _commands(call: Call) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(call.store.ledger.note("max", _note(call)) or "[]")
    return found


def _note(call: Call) -> str:
    return f"commands of {call.bot.id}"


@OPERATIONS.operation("POST", "/chats/{chatId}/actions", body=(Param("action", TEXT, required=True, choices=ACTIONS),))
def act(call: Call) -> Any:
    """An action shown to people for a few seconds; it is not stored."""
    number = call.path["chatId"]
    if not (number.isdecimal() and dialogs.is_dialog(call, int(number))):
        checks.path_chat(call)
    return {"success": True}
