"""Routes of the dialect: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from veche_sandbox.faults import Dialect, Reply, carry_out
from veche_sandbox.store import Account, Action, Store, Token
from veche_sandbox.telegram import (
    bot_actions,
    chat_settings,
    chats,
    delivery,
    editing,
    files,
    forwarding,
    media,
    members,
    pinning,
    polling,
    private,
    restricting,
    sending,
    voting,
)
from veche_sandbox.telegram.arguments import Arguments, as_whole, read_arguments
from veche_sandbox.telegram.call import Call
from veche_sandbox.telegram.checks import check_arguments
from veche_sandbox.telegram.errors import ApiError, ordered, too_many_requests
from veche_sandbox.telegram.rates import Rates
from veche_sandbox.telegram.updates import announce, push


def routes(store: Store, *, strict_rates: bool = False) -> list[BaseRoute]:
    api = Api(store, Rates(strict=strict_rates))
    store.listen("telegram", functools.partial(_listen, store))
    store.chores.append(functools.partial(delivery.deliver, store))

    async def answer(request: Request) -> Response:
        return await api.answer(request)

    async def file(request: Request) -> Response:
        return files.download(store, request)

    return [
        Route("/bot{token}/{method}", answer, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", file, methods=["GET"]),
    ]


def _listen(store: Store, action: Action) -> None:
    match action.kind:
        case "message_new" | "message_edit":
            letter = action.about
            kind = "message" if action.kind == "message_new" else "edited_message"
            push(store, letter.owner_id, kind, private.message(store, letter))
        case "message_stop":
            private.tell_stopped(store, action.place, action.by)
        case "restricted" | "released" | "rights_change":
            members.announce(store, action)
        case "vote":
            voting.announce(store, action)
        case "page_change":
            chat_settings.announce(store, action)
        case _:
            announce(store, action)


type Run = Callable[[Call], Any]
"""A method: takes a call, returns what stands under `result`, raises `ApiError`; some are awaitable."""


def _methods(polls: polling.Polls) -> dict[str, Run]:
    return {
        "getMe": chats.get_me,
        "getChat": chats.get_chat,
        "getChatMember": chats.get_chat_member,
        "getChatAdministrators": chats.get_chat_administrators,
        "getChatMemberCount": chats.get_chat_member_count,
        "sendMessage": sending.send_message,
        "sendPhoto": sending.send_photo,
        "sendVideo": sending.send_video,
        "sendAnimation": sending.send_animation,
        "sendDocument": sending.send_document,
        "sendMediaGroup": sending.send_media_group,
        "sendPoll": voting.send_poll,
        "stopPoll": voting.stop_poll,
        "editMessageText": editing.edit_message_text,
        "editMessageCaption": editing.edit_message_caption,
        "editMessageReplyMarkup": editing.edit_message_reply_markup,
        "deleteMessage": editing.delete_message,
        "deleteMessages": editing.delete_messages,
        "pinChatMessage": pinning.pin_chat_message,
        "unpinChatMessage": pinning.unpin_chat_message,
        "restrictChatMember": restricting.restrict_chat_member,
        "setChatPermissions": restricting.set_chat_permissions,
        "banChatMember": restricting.ban_chat_member,
        "unbanChatMember": restricting.unban_chat_member,
        "banChatSenderChat": restricting.ban_chat_sender_chat,
        "unbanChatSenderChat": restricting.unban_chat_sender_chat,
        "setChatTitle": chat_settings.set_chat_title,
        "setChatDescription": chat_settings.set_chat_description,
        "setChatPhoto": chat_settings.set_chat_photo,
        "unpinAllChatMessages": pinning.unpin_all_chat_messages,
        "forwardMessage": forwarding.forward_message,
        "copyMessage": forwarding.copy_message,
        "editMessageMedia": media.edit_message_media,
        "setMessageReaction": bot_actions.set_message_reaction,
        "sendChatAction": bot_actions.send_chat_action,
        "getMyCommands": bot_actions.get_my_commands,
        "setMyCommands": bot_actions.set_my_commands,
        "deleteMyCommands": bot_actions.delete_my_commands,
        "getFile": files.get_file,
        "getUpdates": functools.partial(polling.get_updates, polls=polls),
        "setWebhook": functools.partial(polling.set_webhook, polls=polls),
        "deleteWebhook": polling.delete_webhook,
        "getWebhookInfo": polling.get_webhook_info,
    }


FORMER = {"kickChatMember": "banChatMember", "getChatMembersCount": "getChatMemberCount"}
"""Names of before Bot API 5.3, which older clients call."""


class Api:
    def __init__(self, store: Store, rates: Rates) -> None:
        self.store = store
        self.rates = rates
        self.dialect = Dialect(
            "telegram",
            _internal_error,
            lambda seconds: _failed(too_many_requests(seconds)),
            lambda code: _failed(ordered(code)),
            flood_code="429",
            unhinted=lambda: _failed(ordered("429")),
        )
        self.methods = {name.lower(): (name, run) for name, run in _methods(polling.Polls()).items()}
        self.methods |= {old.lower(): self.methods[name.lower()] for old, name in FORMER.items()}

    async def answer(self, request: Request) -> Response:
        """Answer a call. Names of methods ignore case, as in the real server."""
        name, run = self.methods.get(request.path_params["method"].lower(), (request.path_params["method"], None))
        try:
            arguments = await read_arguments(request)
        except ApiError as error:
            return _failed(error).response

        async def act() -> Reply:
            try:
                return _done(await self._run(name, run, self._token(request), arguments))
            except ApiError as error:
                return _failed(error)

        return await carry_out(self.store, self.dialect, name, self._token(request), act)

    def _token(self, request: Request) -> Token | None:
        return self.store.accounts.token("telegram", request.path_params["token"])

    async def _run(self, name: str, run: Run | None, token: Token | None, arguments: Arguments) -> Any:
        bot = self.store.accounts.person_by_id("telegram", token.user_id or 0) if token else None
        if token is None or token.revoked or bot is None:
            raise ApiError(401, "Unauthorized")
        if run is None:
            raise ApiError(404, "Not Found: method not found")
        check_arguments(name, arguments, functools.partial(self.store.ledger.complain, "telegram", name))
        call = Call(self.store, bot, arguments, name)
        self.rates.spend(bot.id, name, self._chat(arguments), _weight(arguments))
        result = run(call)
        return await result if inspect.isawaitable(result) else result

    def _chat(self, arguments: Arguments) -> Account | None:
        given = arguments.text("chat_id")
        if given.startswith("@"):
            return self.store.accounts.named("telegram", given[1:])
        number = as_whole(given)
        return (
            Account("telegram", number, "private", "") if number > 0 else self.store.accounts.find("telegram", number)
        )


def _weight(arguments: Arguments) -> int:
    try:
        media = arguments.data("media", "media")
    except ApiError:
        return 1
    return len(media) if isinstance(media, list) else 1


def _done(result: Any) -> Reply:
    return Reply(JSONResponse({"ok": True, "result": result}))


def _failed(error: ApiError) -> Reply:
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return Reply(JSONResponse(body, error.code), str(error.code))


def _internal_error() -> Reply:
    return _failed(ApiError(500, "Internal Server Error"))
