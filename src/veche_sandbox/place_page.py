"""The page of a photo, a video or a topic of a VK community, with what residents write there."""

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from veche_sandbox import talk
from veche_sandbox.orders import BadOrder
from veche_sandbox.store import Account, Store
from veche_sandbox.talk import PrivateMessageForm
from veche_sandbox.vk import places
from veche_sandbox.vk.calls import NETWORK
from veche_sandbox.vk.places import KINDS, Words

if TYPE_CHECKING:
    from veche_sandbox.wall import Wall

TITLES = {places.PHOTO: "Фото", places.VIDEO: "Видео", places.TOPIC: "Обсуждение"}


def title_of(store: Store, account: Account, kind: str, number: int) -> str:
    found = places.topic(store, account, number) if kind == places.TOPIC else None
    return f"Обсуждение «{found.text}»" if found else f"{TITLES[kind]} № {number}"


def written_in(store: Store, account: Account) -> list[tuple[str, str]]:
    """Addresses and titles of what residents have written under, and of all topics."""
    if account.network != NETWORK:
        return []
    known = {(kind, one.post_id) for kind in KINDS for one in places.comments(store, kind, account)}
    known |= {(places.TOPIC, one.id) for one in places.topics(store, account)}
    found = sorted((kind, number) for kind, number in known if number)
    return [(_address(account, kind, number), title_of(store, account, kind, number)) for kind, number in found]


def _address(account: Account, kind: str, number: int) -> str:
    return f"/vk.com/{kind}-{account.id}_{number}"


class PlacePage:
    def __init__(self, wall: "Wall", headers: dict[str, str]) -> None:
        self._wall = wall
        self._headers = headers

    def routes(self) -> list[BaseRoute]:
        return [
            Route(f"/vk.com/{kind}-{{account:int}}_{{number:int}}", self._answerer(kind), methods=["GET", "POST"])
            for kind in KINDS
        ]

    def _answerer(self, kind: str) -> Any:
        async def answer(request: Request) -> Response:
            return await self._answer(kind, request)

        return answer

    async def _answer(self, kind: str, request: Request) -> Response:
        store, number = self._wall.store, request.path_params["number"]
        account = store.accounts.find(NETWORK, request.path_params["account"])
        if account is None or account.kind != "community" or not places.exists(store, kind, account, number):
            return self._wall.page("missing.html", 404)
        if request.method != "POST":
            return self._show(account, kind, number, PrivateMessageForm())
        form = await talk.read_private_message(request)
        try:
            return talk.foreign(request, self._headers) or self._write(account, kind, number, form)
        except BadOrder as error:
            return self._show(account, kind, number, form, error=str(error), status=400)

    def _write(self, account: Account, kind: str, number: int, form: PrivateMessageForm) -> Response:
        form.check()
        store = self._wall.store
        person = store.accounts.person(NETWORK, form.author.strip())
        if store.restrictions.find(NETWORK, account.id, person.id):
            raise BadOrder("Вам здесь писать нельзя, комментарий не отправлен.")
        places.write(store, kind, account, number, Words(person.id, person.name, form.text.strip()))
        return RedirectResponse(_address(account, kind, number), 303, self._headers)

    def _show(
        self, account: Account, kind: str, number: int, form: PrivateMessageForm, *, error: str = "", status: int = 200
    ) -> Response:
        store = self._wall.store
        return self._wall.page(
            "place.html",
            status,
            account=account,
            title=title_of(store, account, kind, number),
            address=_address(account, kind, number),
            photo=store.photos.find(NETWORK, -account.id, number) if kind == places.PHOTO else None,
            video=store.files.find(NETWORK, -account.id, number) if kind == places.VIDEO else None,
            comments=places.comments(store, kind, account, number),
            form=form,
            error=error,
        )
