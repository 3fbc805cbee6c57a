"""The public page of a bot: what a person and the bot wrote to each other, and a form to write. No scripts."""

from typing import Any, Protocol
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from veche_sandbox import bot_talk, page
from veche_sandbox.comment_form import MAX_NAME, MAX_TEXT
from veche_sandbox.orders import BadOrder
from veche_sandbox.store import Person, Store
from veche_sandbox.talk import foreign


class Pages(Protocol):
    """What draws pages: `veche_sandbox.wall.Wall`."""

    store: Store

    def page(self, name: str, status: int = 200, **values: Any) -> Response: ...


class BotPage:
    def __init__(self, pages: Pages, headers: dict[str, str]) -> None:
        self._pages, self._headers = pages, headers

    def routes(self) -> list[BaseRoute]:
        return [Route("/bot/{network}/{name}", self.talk, methods=["GET", "POST"])]

    def link(self, network: str, name: str, query: str) -> Response | None:
        """Where the address of a bot leads; None if there is no such bot."""
        if self._pages.store.accounts.bot_named(network, name) is None:
            return None
        return RedirectResponse(f"/bot/{network}/{quote(name)}?{query}", 303, self._headers)

    async def talk(self, request: Request) -> Response:
        network, name = request.path_params["network"], request.path_params["name"]
        bot = self._pages.store.accounts.bot_named(network, name)
        if bot is None:
            return self._pages.page("missing.html", 404)
        if request.method == "GET":
            return self._show(network, bot, str(request.query_params.get("author", "")), _code(request))
        if (refused := foreign(request, self._headers)) is not None:
            return refused
        async with request.form(max_files=0, max_fields=5) as form:
            author, text, code = (str(form.get(one) or "").strip() for one in ("author", "text", "start"))
        try:
            _check(author, text, code)
        except BadOrder as error:
            return self._show(network, bot, author, code, text=text, error=str(error))
        bot_talk.start(self._pages.store, network, bot.id, author, text, code)
        return RedirectResponse(f"/bot/{network}/{quote(name)}?author={quote(author)}", 303, self._headers)

    def _show(self, network: str, bot: Person, author: str, code: str, *, text: str = "", error: str = "") -> Response:
        store = self._pages.store
        letters = store.private_messages.of(network, bot.id)
        rows = [(one, page.buttons_of(one)) for one in letters if _name(store, network, one.peer_id) == author]
        shown = {"bot": bot, "network": network, "rows": rows, "author": author}
        return self._pages.page("bot.html", 400 if error else 200, **shown, code=code, text=text, error=error)


def _name(store: Store, network: str, number: int) -> str:
    person = store.accounts.person_by_id(network, number)
    return person.name if person else ""


def _code(request: Request) -> str:
    return str(request.query_params.get("start", ""))[:64]


def _check(author: str, text: str, code: str) -> None:
    if not author:
        raise BadOrder("Напишите, как вас зовут.")
    if len(author) > MAX_NAME:
        raise BadOrder(f"Имя длиннее {MAX_NAME} знаков, сократите его.")
    if not text and not code:
        raise BadOrder("Сообщение пустое: напишите хоть слово.")
    if len(text) > MAX_TEXT:
        raise BadOrder(f"Сообщение длиннее {MAX_TEXT} знаков, сократите его.")
