"""A real installation from `veche init` to a publication, over HTTP: people by a table, requests, a route.

Once on SQLite with a bot in Telegram, once on PostgreSQL with a bot in MAX.
"""

import base64
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import pytest

from tests import pg
from tests.e2e.seed import PLACES
from tests.installation.place import IT, ZONE, Installation
from tests.networks.conftest import picture
from tests.private_files import readable_by_others
from veche.demo.chain.browser import Browser, Page
from veche.demo.chain.sandbox_client import wait_for
from veche.documents.write import workbook

SECONDS = 240
OFFICE, DEPARTMENT = "Заместитель Главы по ЖКХ", "Отдел ЖКХ"
CHIEF, OFFICER, CURATOR, DEPUTY = (f"{name}@rubtsovsk.test" for name in ("chief", "officer", "curator", "deputy"))
TABLE = [
    ("Отдел", "За что отвечает", "Кому подчиняется", "Должность или имя", "Рабочая почта", "Роль"),
    ("", "", "", "Начальник пресс-службы", CHIEF, "начальник пресс-службы"),
    ("", "", "", "Специалист пресс-службы", OFFICER, "специалист пресс-службы"),
    (DEPARTMENT, "дворы, тепло, вода", OFFICE, "Главный специалист ЖКХ", CURATOR, "куратор отдела"),
    ("", "", "", OFFICE, DEPUTY, "заместитель Главы"),
]
BY_LINK, BY_BOT = "Трубы на Комсомольской", "Снимок с улицы Комсомольской"
TITLE = "Тепло на Комсомольской"
TEXT = "Трубы на Комсомольской заменили, тепло вернули вечером. Завтра засыплют яму и уложат асфальт."
CURATOR_SAYS = "Заменили 120 метров, тепло дали в 18:30."
ALT, WHY = "Рабочие у траншеи", "Снял отдел ЖКХ, людей крупно нет"
AUTHOR = "Главный специалист"


@dataclass
class Chain:
    """People's browsers and what the steps hand on. `network`: of the bot."""

    place: Installation
    network: str
    people: dict[str, Browser] = field(default_factory=dict)
    bot: int = 0
    post: str = ""

    def __getitem__(self, email: str) -> Browser:
        return self.people[email]

    def find(self, email: str, url: str, *words: str) -> Page:
        """Open a page, then follow links by their words."""
        page = self.people[email].open(url)
        for said in words:
            page = self.people[email].open(urljoin(page.url, page.link(said)))
        return page


@pytest.fixture(
    params=[
        pytest.param(("sqlite", "telegram"), id="sqlite-telegram"),
        pytest.param(("postgresql", "max"), id="postgresql-max", marks=pytest.mark.nightly),
    ]
)
def chain(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Chain]:
    database, network = request.param
    with ExitStack() as stack:
        url = stack.enter_context(pg.cluster()) if database == "postgresql" else ""
        made = Chain(stack.enter_context(Installation(tmp_path, url)), network)
        yield made
        for browser in made.people.values():
            browser.__exit__()


@pytest.mark.sweep
def test_from_init_to_the_networks(chain: Chain) -> None:
    signs_in_first(chain)
    connects_the_pages(chain)
    loads_people_by_a_table(chain)
    enters_with_the_invitations(chain)
    connects_a_bot(chain)
    allows_links_and_makes_a_route(chain)
    asks_the_department(chain)
    answers_by_the_link(chain)
    answers_by_the_bot(chain)
    accepts_the_answers(chain)
    writes_with_the_material(chain)
    is_agreed_in_turn(chain)
    stands_in_the_networks(chain)


def signs_in_first(chain: Chain) -> None:
    chain.people[IT] = chain.place.enter(IT, chain.place.first)
    assert "Подключите первую страницу города" in chain[IT].open("/").words
    assert readable_by_others(chain.place.data) == set()


def connects_the_pages(chain: Chain) -> None:
    for network, (number, slots) in PLACES.items():
        info = chain.place.sandbox.info[network]
        page = chain[IT].open(f"/accounts/connect/{network}/")
        address = f"club{info[number]}" if network == "vk" else str(info[number])
        keys = {slot: str(info[name]) for slot, name in slots.items()}
        page = chain[IT].send(page, page.form(page.url), filled={"address": address, **keys})
        told = wait_for(partial(_answered, chain[IT], page.url), seconds=SECONDS, what=f"ответ {network}")[0]
        person = re.search(r'<option value="(\d+)"[^>]*>[^<]*Отдел ИТ', told.html)
        assert person is not None
        filled = {"responsible": person[1], "legal_basis": "Постановление № 7"}
        done = chain[IT].send(told, told.form("/finish/"), filled=filled)
        assert "Аккаунт подключён" in done.words


def _answered(browser: Browser, url: str) -> list[Page]:
    page = browser.open(url)
    return [page] if "/finish/" in page.html else []


def loads_people_by_a_table(chain: Chain) -> None:
    page = chain[IT].open("/departments/table/")
    table = ("people.xlsx", workbook([("Люди", TABLE)]), "application/octet-stream")
    preview = chain[IT].send(page, page.form("/departments/table/"), files={"table": table}, filled={})
    assert "Готово к записи: 4" in preview.words
    written = chain[IT].send(preview, preview.form("/table/write/"), filled={})
    assert "Таблицу записали" in written.words
    departments = chain[IT].open("/departments/").words
    assert DEPARTMENT in departments
    assert OFFICE in departments


def enters_with_the_invitations(chain: Chain) -> None:
    """The server confirms the head of press, who confirms the others."""
    place = chain.place
    waiting = place.command("manage", "confirm_role")
    number = re.search(rf"^(\d+): .*{CHIEF}", waiting, re.MULTILINE)
    assert number is not None, waiting
    place.command("manage", "confirm_role", number[1])
    for email in (CHIEF, OFFICER, CURATOR, DEPUTY):
        chain.people[email] = place.enter(email, place.link_to(email, "/invite/"))
    while "/confirm/" in (page := chain[CHIEF].open("/people/waiting/")).html:
        chain[CHIEF].send(page, page.form("/confirm/"), filled={})


def connects_a_bot(chain: Chain) -> None:
    made = chain.place.sandbox.ask("POST", chain.network, "bots", {})
    chain.bot = made["bot_id"]
    page = chain[IT].open(f"/news/bots/{chain.network}/key/")
    chain[IT].send(page, page.form("/key/"), filled={"secret": made["token"]})
    page = chain[CURATOR].open("/news/")
    code = chain[CURATOR].send(page, page.form("/link/"), filled={}).after('<p class="code"><code>', "<")
    # In MAX the link of the page carries the code; Telegram sends it as a command.
    begun = {"text": "", "payload": code} if chain.network == "max" else {"text": f"/start {code}"}
    writes_to_the_bot(chain, **begun)
    wait_for(partial(_said, chain, ""), seconds=SECONDS, what="бот ответил")
    assert "отключить" in chain[CURATOR].open("/news/").words.lower()


def writes_to_the_bot(chain: Chain, **body: object) -> None:
    chain.place.sandbox.ask("POST", chain.network, "messages", {"bot": chain.bot, "author": AUTHOR, **body})


def allows_links_and_makes_a_route(chain: Chain) -> None:
    page = chain[CHIEF].open("/requests/settings/")
    chain[CHIEF].send(page, page.form("/requests/settings/"), filled={"links": "on"})
    page = chain[CHIEF].open("/approval/routes/add/")
    office = re.search(rf'<option value="(\d+)"[^>]*>{OFFICE}', page.html)
    assert office is not None
    steps = {"step1-who": "item_department", "step2-who": "office", "step3-who": "press_head"}
    said = {"name": "Отдел, заместитель, пресс-служба", "is_default": "on", **steps, "step2-office": office[1]}
    routes = chain[CHIEF].send(page, page.form("/routes/add/"), filled=said)
    assert said["name"] in routes.words


def asks_the_department(chain: Chain) -> None:
    for title in (BY_LINK, BY_BOT):
        page = chain[OFFICER].open("/requests/ask/")
        department = re.search(r'<option value="(d\d+)"', page.html)
        assert department is not None
        filled = {"kind": "material", "to": department[1], "title": title, "text": "Нужны цифры и снимок."}
        asked = chain[OFFICER].send(page, page.form("/requests/ask/"), filled=filled)
        assert "Поручили" in asked.words
        # One after the other: the bot tells two at once in one message, to which no answer belongs.
        wait_for(partial(_said, chain, title), seconds=SECONDS, what="бот сказал о поручении")


def answers_by_the_link(chain: Chain) -> None:
    """In a browser where nobody has signed in."""
    links = wait_for(lambda: _links(chain), seconds=SECONDS, what="письмо о поручениях")
    with Browser(chain.place.url) as stranger:
        page = next(page for page in map(stranger.open, links) if BY_LINK in page.words)
        form = page.form("/requests/link/")
        photo = {"attached": ("truba.jpg", picture("red"), "image/jpeg")}
        after = stranger.send(page, form, files=photo, filled={"text": CURATOR_SAYS, "act": "answer"})
        assert "ответ у пресс-службы" in after.words


def _links(chain: Chain) -> list[str]:
    letters = [one.get_content() for one in chain.place.mail.letters if one["To"] == CURATOR]
    found = re.findall(r"(/requests/link/\S+)", "\n".join(letters))
    return found if len(found) > 1 else []


def answers_by_the_bot(chain: Chain) -> None:
    [message] = _said(chain, BY_BOT)
    photo = base64.b64encode(picture("blue")).decode()
    writes_to_the_bot(chain, text="Снимок с места", photos=[photo], reply_to=message["id"])
    wait_for(partial(_said, chain, "Приложил к поручению"), seconds=SECONDS, what="бот приложил снимок")
    page = chain.find(CURATOR, "/requests/mine/", BY_BOT)
    sent = chain[CURATOR].send(page, page.form("/answer/"), filled={"text": "Вот снимок."})
    assert "Дошло до пресс-службы" in sent.words


def _said(chain: Chain, words: str) -> list[dict[str, Any]]:
    """What the bot said with these words."""
    return [one for one in chain.place.messages(chain.network, chain.bot) if words in one["text"]]


def accepts_the_answers(chain: Chain) -> None:
    for title, words in ((BY_LINK, CURATOR_SAYS), (BY_BOT, "Снимок с места")):
        page = chain.find(OFFICER, "/requests/", title)
        assert words in page.words
        after = chain[OFFICER].send(page, page.form("/accept/"), filled={})
        assert "приняли" in after.words


def writes_with_the_material(chain: Chain) -> None:
    officer = chain[OFFICER]
    page = officer.open("/week/items/add/")
    department = re.search(rf'<option value="(\d+)"[^>]*>{DEPARTMENT}', page.html)
    assert department is not None
    moment = datetime.now(ZoneInfo(ZONE))
    when = {"day": f"{moment:%Y-%m-%d}", "time": f"{moment:%H:%M}"}
    said = {"title": TITLE, **when, "format": "photo", "department": department[1]}
    week = officer.send(page, page.form("/week/items/add/"), filled=said)
    item = officer.open(urljoin(week.url, week.link(TITLE)))
    editor = officer.send(item, item.form("/write/"), filled={})
    chain.post = re.sub(r"edit/$", "", editor.url)
    library = officer.open(f"{chain.post}library/")
    media = re.findall(r'name="media" value="(\d+)"', library.html)
    assert len(media) == 2
    shelf = next(form for form in library.forms if "/library/" in form.action and form.method == "post")
    editor = officer.send(library, shelf, filled={"media": media})
    for _photo in media:  # each is taken by its own yes
        form = editor.form("/ask/")
        why = {name: WHY for name, _value in form.fields if name.startswith("why_")}
        editor = officer.send(editor, form, to="/rights/", filled={"text": TEXT, **why})
    form = editor.form("/ask/")
    alts = {name: ALT for name, _value in form.fields if name.startswith("alt_")}
    assert len(alts) == 2
    asked = officer.send(editor, form, to="/ask/", filled={"text": TEXT, **alts})
    assert "ждёт согласия" in asked.words


def is_agreed_in_turn(chain: Chain) -> None:
    for email in (CURATOR, DEPUTY, CHIEF):
        assert chain.place.networks.standing("vk", TEXT) == []
        matter = chain.find(email, "/approval/", TITLE)
        yes = next(form for form in matter.forms if ("verdict", "yes") in form.fields)
        chain[email].send(matter, yes, filled={})


def stands_in_the_networks(chain: Chain) -> None:
    for network in PLACES:
        posts = wait_for(partial(chain.place.networks.standing, network, TEXT), seconds=SECONDS, what=network)
        assert [len(post["photos"]) for post in posts] == [2]
    wait_for(lambda: _all_out(chain[OFFICER].open(chain.post)), seconds=SECONDS, what="четыре «вышла»")
    assert chain.place.networks.complaints() == []
    assert [line for line in chain.place.log.splitlines() if '"level": "error"' in line] == []


def _all_out(page: Page) -> bool:
    return page.after('class="acts"', "</section>").count('class="proof-link"') == len(PLACES)
