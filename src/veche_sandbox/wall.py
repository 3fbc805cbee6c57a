"""The public page: an account as residents see it, and a form to comment. Plain HTML, no scripts."""

import functools
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from veche_sandbox import people, talk
from veche_sandbox.bot_page import BotPage
from veche_sandbox.comment_form import CommentForm, read_form
from veche_sandbox.day import Day
from veche_sandbox.formatting import card_link, day, runs
from veche_sandbox.max import names
from veche_sandbox.orders import BadOrder
from veche_sandbox.place_page import PlacePage, written_in
from veche_sandbox.store import Account, Entry, Post, Store
from veche_sandbox.store.files import DOCUMENT
from veche_sandbox.talk import PrivateMessageForm
from veche_sandbox.traits import TRAITS
from veche_sandbox.vote_form import read_vote

PAGE = 20
STORY_LIVES = 24 * 3600
_NUMBER = re.compile(r"-?[0-9]{1,18}")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


FOREIGN = PlainTextResponse("Форма отправлена с чужой страницы.", 403, HEADERS)
# Sentences by whether a day is running.
_DAY_IN_RUSSIAN = {
    True: "День уже идёт. Подождите, пока он кончится.",
    False: "Жителям не о чем говорить: сначала опубликуйте что-нибудь.",
}


def is_foreign(request: Request) -> bool:
    return request.headers.get("origin") not in {None, str(request.base_url).rstrip("/")}


# Addresses of accounts, by number or by name.
ACCOUNT_PAGES = (
    ("vk", "vk.com/{name}"),
    ("ok", "ok.ru/group/{name}"),
    ("ok", "ok.ru/{name}"),
    ("telegram", "t.me/{name}"),
    ("max", "max.ru/{name}"),
)


def routes(store: Store, life: Day) -> list[BaseRoute]:
    wall = Wall(store, life)
    return [
        *wall.bots.routes(),
        *PlacePage(wall, HEADERS).routes(),
        Route("/", wall.index, methods=["GET"]),
        Route("/day", wall.play_day, methods=["POST"]),
        Route("/wall/{network}/{account}", wall.show, methods=["GET"]),
        Route("/wall/{network}/{account}/comments", wall.comment, methods=["POST"]),
        Route("/wall/{network}/{account}/votes", wall.vote, methods=["POST"]),
        Route("/wall/{network}/{account}/talk", wall.talk, methods=["GET", "POST"]),
        Route("/files/{key}", wall.file, methods=["GET"]),
        Route("/photos/{key}", wall.photo, methods=["GET"]),
        Route("/vk.com/wall-{account:int}_{post:int}", wall.vk_link, methods=["GET"]),
        Route("/max.ru/c/{account}/{post}", wall.max_link, methods=["GET"]),
        Route("/ok.ru/group/{account:int}/topic/{post:int}", wall.ok_link, methods=["GET"]),
        Route("/t.me/c/{account:int}/{post:int}", wall.telegram_link, methods=["GET"]),
        Route("/t.me/{name}/{post:int}", wall.telegram_link, methods=["GET"]),
        *(Route(f"/{page}", functools.partial(wall.account_link, slug)) for slug, page in ACCOUNT_PAGES),
    ]


class Wall:
    def __init__(self, store: Store, life: Day) -> None:
        self.store = store
        self.life = life
        loader = FileSystemLoader(Path(__file__).parent / "templates")
        self.templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self.templates.filters |= {"day": day, "runs": runs}
        self.bots = BotPage(self, HEADERS)

    def page(self, name: str, status: int = 200, **values: Any) -> Response:
        body = self.templates.get_template(name).render(traits=TRAITS, **values)
        return HTMLResponse(body, status, HEADERS)

    async def index(self, _request: Request) -> Response:
        return self._index()

    async def play_day(self, request: Request) -> Response:
        if is_foreign(request):
            return FOREIGN
        async with request.form(max_files=0, max_fields=5) as form:
            mood = str(form.get("mood") or "")
        try:
            self.life.begin(mood, networks=list(TRAITS))
        except BadOrder as error:
            return self._index(error=_DAY_IN_RUSSIAN[self.life.goes_on] if str(error).isascii() else str(error))
        return RedirectResponse("/", 303, HEADERS)

    def _index(self, *, error: str = "") -> Response:
        accounts = [
            (account, len([post for post in self.store.entries.posts(network, account.id) if not post.deleted]))
            for network, traits in TRAITS.items()
            for account in self.store.accounts.all(network, traits.account_kind)
        ]
        return self.page("index.html", 400 if error else 200, accounts=accounts, goes_on=self.life.goes_on, error=error)

    async def show(self, request: Request) -> Response:
        account = self._account(request)
        return self._wall(account, request.query_params.get("before", "")) if account else self._missing()

    async def account_link(self, network: str, request: Request) -> Response:
        name = request.path_params["name"]
        number = name.removeprefix("club").removeprefix("public")
        accounts = self.store.accounts
        found = accounts.find(network, int(number)) if number.isdecimal() else accounts.named(network, name)
        if found is None or found.kind != TRAITS[network].account_kind:
            return self.bots.link(network, name, request.url.query) or self._missing()
        return RedirectResponse(f"/wall/{network}/{found.id}", 303, HEADERS)

    async def vk_link(self, request: Request) -> Response:
        """Addresses of posts have the real networks' format and lead to the wall."""
        return self._to_post(self.store.accounts.find("vk", request.path_params["account"]), request)

    async def max_link(self, request: Request) -> Response:
        account = request.path_params["account"]
        place = int(account) if _NUMBER.fullmatch(account) else 0
        entry = names.find_short(self.store, place, request.path_params["post"])
        if entry is None:
            return self._missing()
        page = f"/wall/max/{place}?before={entry.id + 1}#post-{entry.id}"
        return RedirectResponse(page, 303, HEADERS)

    async def ok_link(self, request: Request) -> Response:
        return self._to_post(self.store.accounts.find("ok", request.path_params["account"]), request)

    async def telegram_link(self, request: Request) -> Response:
        if "account" in request.path_params:
            found = self.store.accounts.find("telegram", int(f"-100{request.path_params['account']}"))
        else:
            channels = self.store.accounts.all("telegram", TRAITS["telegram"].account_kind)
            found = next((one for one in channels if one.name == request.path_params["name"]), None)
        return self._to_post(found, request)

    def _to_post(self, account: Account | None, request: Request) -> Response:
        if account is None:
            return self._missing()
        post = request.path_params["post"]
        page = f"/wall/{account.network}/{account.id}?before={post + 1}#post-{post}"
        return RedirectResponse(page, 303, HEADERS)

    async def comment(self, request: Request) -> Response:
        account = self._account(request)
        if account is None:
            return self._missing()
        if is_foreign(request):
            return FOREIGN
        form = await read_form(request)
        try:
            self._write(account, form)
        except BadOrder as error:
            return self._wall(account, "", form=form, error=str(error), status=400)
        return RedirectResponse(f"/wall/{account.network}/{account.id}#post-{form.post_id}", 303, HEADERS)

    async def vote(self, request: Request) -> Response:
        account = self._account(request)
        if account is None:
            return self._missing()
        if is_foreign(request):
            return FOREIGN
        form = await read_vote(request)
        try:
            form.check()
            people.vote(
                self.store, self._existing_post(account, form.post_id, "голос не отдан"), form.author, form.options
            )
        except BadOrder as error:
            return self._wall(account, "", error=_in_russian(error), status=400)
        return RedirectResponse(f"/wall/{account.network}/{account.id}#post-{form.post_id}", 303, HEADERS)

    async def talk(self, request: Request) -> Response:
        account = self._account(request)
        if account is None:
            return self._missing()
        if request.method != "POST":
            return self._talk(account, PrivateMessageForm(request.query_params.get("author", "")[:60]))
        form = await talk.read_private_message(request)
        try:
            return talk.foreign(request, HEADERS) or talk.write(self.store, account, form, HEADERS)
        except BadOrder as error:
            return self._talk(account, form, error=str(error), status=400)

    def _talk(self, account: Account, form: PrivateMessageForm, *, error: str = "", status: int = 200) -> Response:
        private_messages = [] if error else talk.conversation(self.store, account, form.author)
        there = talk.members(self.store, account)
        return self.page(
            "talk.html",
            status,
            account=account,
            form=form,
            private_messages=private_messages,
            members=there,
            error=error,
        )

    def _existing_post(self, account: Account, number: int, kept: str) -> Post:
        post = self.store.entries.post(account.network, account.id, number)
        if post is None or post.deleted:
            raise BadOrder(f"Этой записи больше нет на стене, {kept}.")
        return post

    def _write(self, account: Account, form: CommentForm) -> None:
        """Store a comment. Raises `BadOrder` with a Russian sentence."""
        form.check()
        post = self._existing_post(account, form.post_id, "комментарий не отправлен")
        if account.network == "telegram" and account.linked_id is None:
            raise BadOrder("У этого канала нет обсуждения, комментарий не отправлен.")
        if form.photos and not TRAITS[account.network].comment_photos:
            raise BadOrder("В комментариях MAX картинок не бывает, комментарий не отправлен.")
        if people.comments_closed(self.store, post):
            raise BadOrder("Комментарии к этой записи закрыты, комментарий не отправлен.")
        people.write_comment(self.store, post, form.author, form.text, form.photos)

    def _stories(self, account: Account) -> list[Entry]:
        """Stories of the last day, newest first."""
        told = self.store.entries.of_kind(account.network, account.id, "story")
        living = [one for one in told if not one.deleted and one.at + STORY_LIVES > time.time()]
        return list(reversed(living))

    def _wall(
        self, account: Account, before: str, *, form: CommentForm | None = None, error: str = "", status: int = 200
    ) -> Response:
        posts = [post for post in self.store.entries.posts(account.network, account.id) if not post.deleted]
        posts.reverse()
        if _NUMBER.fullmatch(before):
            posts = [post for post in posts if post.id < int(before)]
        shown, comments = posts[:PAGE], {}
        for post in shown:
            comments[post.id] = self.store.entries.comments(
                account.network, account=account.id, post_id=post.id, deleted=False
            )
        return self.page(
            "wall.html",
            status,
            account=account,
            posts=[(post, self._words_of(post)) for post in shown],
            comments=comments,
            files={post.id: self.store.files.of(self._entries(post)) for post in shown},
            links={post.id: card_link(self._entries(post)) for post in shown},
            covers={file: key for post in shown for file, key in self._covers(post)},
            polls={post.id: self.store.polls.of(self._entries(post)) for post in shown},
            stories=[] if before else [(one, self.store.files.of([one])) for one in self._stories(account)],
            ours=self._voices(account),
            places=[] if before else written_in(self.store, account),
            older=shown[-1].id if len(posts) > PAGE else None,
            open=TRAITS[account.network].on_wall or account.linked_id is not None,
            form=form or CommentForm(),
            error=error,
        )

    def _voices(self, account: Account) -> set[int]:
        """Ids that write for the account: its own (negative in VK) and its bots'."""
        memberships = self.store.accounts.memberships(account.network, account.id)
        people_there = (
            self.store.accounts.person_by_id(account.network, membership.user_id) for membership in memberships
        )
        return {account.id, -account.id, *(person.id for person in people_there if person and person.is_bot)}

    def _words_of(self, post: Post) -> Entry:
        """The message of an album that has the text."""
        entries = self._entries(post)
        return next((entry for entry in entries if entry.text and not entry.deleted), entries[0])

    def _covers(self, post: Post) -> list[tuple[int, str]]:
        entries = [entry for entry in self._entries(post) if entry.extra.get("cover")]
        return [(file, entry.extra["cover"]) for entry in entries for file in entry.extra["files"]]

    def _entries(self, post: Post) -> list[Entry]:
        return [self.store.entries.get(post.network, post.account, number) for number in post.entry_ids]

    async def file(self, request: Request) -> Response:
        """Serve a file. A document is only downloaded, because it may contain a script."""
        file = self.store.files.by_key(request.path_params["key"])
        if file is None:
            return PlainTextResponse("Такого файла нет.", 404, HEADERS)
        shown = file.mime if file.kind != DOCUMENT else "application/octet-stream"
        kept = (
            {} if file.kind != DOCUMENT else {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
        )
        return Response(self.store.files.body(file), media_type=shown, headers={**HEADERS, **kept})

    async def photo(self, request: Request) -> Response:
        photo = self.store.photos.by_key(request.path_params["key"])
        if photo is None:
            return PlainTextResponse("Такой картинки нет.", 404, HEADERS)
        keep = {"Cache-Control": "private, max-age=86400"}
        return Response(self.store.photos.body(photo), media_type=photo.mime, headers={**HEADERS, **keep})

    def _account(self, request: Request) -> Account | None:
        network, number = request.path_params["network"], request.path_params["account"]
        traits = TRAITS.get(network)
        if traits is None or not _NUMBER.fullmatch(number):
            return None
        account = self.store.accounts.find(network, int(number))
        return account if account and account.kind == traits.account_kind else None

    def _missing(self) -> Response:
        return self.page("missing.html", 404)


def _in_russian(error: BadOrder) -> str:
    said = str(error)
    return "Опрос закрыт или такого ответа в нём нет, голос не отдан." if said.isascii() else said
