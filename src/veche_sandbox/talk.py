"""The page beside a wall: members of the account, and a resident's private conversation with it."""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from veche_sandbox.comment_form import MAX_NAME, MAX_TEXT
from veche_sandbox.orders import BadOrder
from veche_sandbox.page import commented_in, owner_of_conversations, send_private_message
from veche_sandbox.store import Account, PrivateMessage, Store

STANDINGS = {
    "creator": "создатель",
    "administrator": "администратор",
    "editor": "редактор",
    "moderator": "модератор",
    "member": "участник",
}
BLOCKED = "писать не может"


@dataclass(frozen=True, slots=True)
class PrivateMessageForm:
    author: str = ""
    text: str = ""

    def check(self) -> None:
        """Raise `BadOrder` with the first mistake, in Russian."""
        if not self.author.strip():
            raise BadOrder("Напишите, как вас зовут.")
        if len(self.author.strip()) > MAX_NAME:
            raise BadOrder(f"Имя длиннее {MAX_NAME} знаков, сократите его.")
        if not self.text.strip():
            raise BadOrder("Сообщение пустое: напишите хоть слово.")
        if len(self.text) > MAX_TEXT:
            raise BadOrder(f"Сообщение длиннее {MAX_TEXT} знаков, сократите его.")


async def read_private_message(request: Request) -> PrivateMessageForm:
    async with request.form(max_files=0, max_fields=5) as data:
        return PrivateMessageForm(str(data.get("author") or ""), str(data.get("text") or ""))


def members(store: Store, account: Account) -> list[tuple[str, str]]:
    """Names with roles, then the people who may not write at present."""
    network = account.network
    memberships = [
        membership for membership in store.accounts.memberships(network, account.id) if membership.status in STANDINGS
    ]
    known = [
        (store.accounts.person_by_id(network, membership.user_id), STANDINGS[membership.status])
        for membership in memberships
    ]
    try:
        place = commented_in(account)
    except BadOrder:
        place = account.id
    restricted = [store.accounts.person_by_id(network, one.person) for one in store.restrictions.of(network, place)]
    return [(person.name, standing) for person, standing in [*known, *((one, BLOCKED) for one in restricted)] if person]


def conversation(store: Store, account: Account, author: str) -> list[PrivateMessage]:
    """Messages of the resident with this name, oldest first."""
    private_messages = store.private_messages.of(account.network, owner_of_conversations(account))
    names = {
        one: store.accounts.person_by_id(account.network, one)
        for one in {letter.peer_id for letter in private_messages}
    }
    wanted = {number for number, person in names.items() if person and person.name == author.strip()}
    return [letter for letter in private_messages if letter.peer_id in wanted]


def write(store: Store, account: Account, form: PrivateMessageForm, headers: dict[str, str]) -> Response:
    """Store the message. Raises `BadOrder` with a Russian sentence."""
    form.check()
    send_private_message(store, account, form.author, form.text)
    page = f"/wall/{account.network}/{account.id}/talk?author={quote(form.author.strip())}"
    return RedirectResponse(page, 303, headers)


def foreign(request: Request, headers: dict[str, str]) -> Response | None:
    """The refusal of a form sent from another site; None for our own."""
    if request.headers.get("origin") in {None, str(request.base_url).rstrip("/")}:
        return None
    return PlainTextResponse("Форма отправлена с чужой страницы.", 403, headers)
