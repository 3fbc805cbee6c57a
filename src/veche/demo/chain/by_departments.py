"""Steps of `veche demo`: material by a signed link and by a bot, a text agreed by a department and a deputy."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urljoin

from veche.demo.chain.browser import Browser, NotThere, Page
from veche.demo.chain.by_request import department_to_ask
from veche.demo.chain.sandbox_client import NETWORKS, NotProven, SandboxClient, wait_for
from veche.demo.pictures import draw

BOT = "telegram"
BY_LINK, BY_BOT = "Трубы на Комсомольской: цифры", "Трубы на Комсомольской: снимок"
CURATOR_SAYS = "Заменили 120 метров, тепло дали в 18:30."
WITH_THE_PHOTO = "Снимок с места"
ROUTE = "Отдел, заместитель, пресс-служба"
TITLE = "Тепло на Комсомольской"
TEXT = "Трубы на Комсомольской заменили, тепло вернули вечером. Завтра засыплют яму и уложат асфальт."
ALT, WHY = "Рабочие у траншеи", "Рисунок, людей нет"
# Who agrees, in turn, and where the menu leads them.
AGREE = {"curator": "Ждут согласия", "deputy_head": "Ждут согласия", "press_head": "Согласование"}
BOT_SECONDS, OUT_SECONDS = 30, 25


class ByDepartments:
    """`stranger` opens a browser where nobody has signed in; `follow` opens a page from «Сегодня» by texts of links;
    `city_time`: the city's day and hour.
    """

    def __init__(
        self,
        people: dict[str, Browser],
        sandbox: SandboxClient,
        stranger: Callable[[], Browser],
        follow: Callable[..., Page],
        city_time: Callable[[Browser], tuple[str, str]],
    ) -> None:
        self._people, self._sandbox, self._stranger = people, sandbox, stranger
        self._follow, self._city_time = follow, city_time
        self._bot: int = 0
        self._department = self._post = ""

    def connect_bot(self) -> str:
        """IT stores the bot's key; the curator links a chat by the code of the page."""
        it, curator = self._people["it"], self._people["curator"]
        self._bot, key = self._sandbox.add_bot(BOT)
        page = it.open(f"/news/bots/{BOT}/key/")
        it.send(page, page.form("/key/"), filled={"secret": key})
        page = curator.open("/news/")
        code = curator.send(page, page.form("/link/"), filled={}).after('<p class="code"><code>', "<")
        self._sandbox.write_to_bot(BOT, self._bot, text=f"/start {code}")
        wait_for(lambda: self._heard(""), seconds=BOT_SECONDS, what="бот ответил куратору")
        return "куратор привязал чат кодом"

    def allow_links_and_make_route(self) -> str:
        head = self._people["press_head"]
        page = head.open("/requests/settings/")
        head.send(page, page.form("/requests/settings/"), filled={"links": "on"})
        asking = self._follow(self._people["press_officer"], "Поручения", "Поручить")
        mine = self._follow(self._people["curator"], "Мои поручения")
        self._department = department_to_ask(asking, mine).removeprefix("d")
        page = head.open("/approval/routes/add/")
        office = re.search(r'name="step2-office".*?<option value="(\d+)"', page.html, re.DOTALL)
        if office is None:
            raise NotThere("в маршруте некого выбрать заместителем")
        steps = {"step1-who": "item_department", "step2-who": "office", "step3-who": "press_head"}
        turns = {f"step{number}-position": str(number) for number in (1, 2, 3)}
        said = {"name": ROUTE, "category": "other", "department": self._department, "step2-office": office[1]}
        routes = head.send(page, page.form("/routes/add/"), filled={**said, **steps, **turns})
        if ROUTE not in routes.words:
            raise NotProven("маршрута нет в списке")
        return f"«{ROUTE}»"

    def ask(self) -> str:
        officer = self._people["press_officer"]
        for title in (BY_LINK, BY_BOT):
            page = self._follow(officer, "Поручения", "Поручить")
            filled = {"kind": "material", "to": f"d{self._department}", "title": title, "text": "Цифры и снимок."}
            if "Поручили" not in officer.send(page, page.form(page.url), filled=filled).words:
                raise NotThere(f"поручение «{title}» не ушло")
            # One after the other: the bot tells two at once in one message, to which no answer belongs.
            wait_for(partial(self._heard, title), seconds=BOT_SECONDS, what=f"бот сказал: {title}")
        return "бот сказал куратору об обоих"

    def answer_by_link(self) -> str:
        """In a browser without a session, by the link of the message."""
        found = re.search(r"https?://\S+/requests/link/\S+", self._heard(BY_LINK)[0]["text"])
        if found is None:
            raise NotThere("в сообщении бота нет ссылки на поручение")
        address = found.group()
        with self._stranger() as browser:
            page = browser.open(address)
            photo = {"attached": ("truby.jpg", draw("yard", seed=11), "image/jpeg")}
            filled = {"text": CURATOR_SAYS, "act": "answer"}
            after = browser.send(page, page.form("/requests/link/"), files=photo, filled=filled)
            if "ответ у пресс-службы" not in after.words:
                raise NotProven("ответ по ссылке не дошёл")
        with self._stranger() as another:
            if "ответили по ней в другом браузере" not in another.open(address, refused=403).words:
                raise NotProven("ссылка открылась и в чужом браузере")
        return "без входа; в другом браузере ссылка уже не открылась"

    def answer_by_bot(self) -> str:
        curator = self._people["curator"]
        message = self._heard(BY_BOT)[0]["id"]
        photo = draw("yard", seed=12)
        self._sandbox.write_to_bot(BOT, self._bot, text=WITH_THE_PHOTO, photo=photo, reply_to=message)
        wait_for(lambda: self._heard("Приложил к поручению"), seconds=BOT_SECONDS, what="бот приложил снимок")
        page = self._follow(curator, "Мои поручения", BY_BOT)
        sent = curator.send(page, page.form("/answer/"), filled={"text": "Вот снимок."})
        if "Дошло до пресс-службы" not in sent.words:
            raise NotThere("ответ не дошёл")
        return "снимок лёг в поручение, куратор ответил"

    def accept(self) -> str:
        officer = self._people["press_officer"]
        for title, words in ((BY_LINK, CURATOR_SAYS), (BY_BOT, WITH_THE_PHOTO)):
            page = self._follow(officer, "Поручения", title)
            if words not in page.words:
                raise NotProven(f"в поручении «{title}» нет слов отдела")
            if "приняли" not in officer.send(page, page.form("/accept/"), filled={}).words:
                raise NotThere(f"поручение «{title}» не приняли")
        return "оба закрыты"

    def write(self) -> str:
        """Take both photos from the library, each by its own yes, and send the text for approval."""
        officer = self._people["press_officer"]
        day, hour = self._city_time(officer)
        page = self._follow(officer, "План недели", "Пункт плана")
        said = {"title": TITLE, "day": day, "time": hour, "format": "photo", "category": "other"}
        week = officer.send(page, page.form(page.url), filled={**said, "department": self._department})
        item = officer.open(urljoin(week.url, week.link(TITLE)))
        editor = officer.send(item, item.form("/write/"), filled={})
        self._post = re.sub(r"edit/$", "", editor.url)
        editor = self._take_photos()
        form = editor.form("/ask/")
        alts = {name: ALT for name, _value in form.fields if name.startswith("alt_")}
        asked = officer.send(editor, form, to="/ask/", filled={"text": TEXT, **alts})
        if "ждёт согласия" not in asked.words:
            raise NotThere("запись не ждёт согласия")
        return "оба снимка из библиотеки, запись ждёт отдела"

    def agree(self) -> str:
        for role, place in AGREE.items():
            if any(self._sandbox.standing(network, TEXT) for network in NETWORKS):
                raise NotProven("запись вышла раньше последнего согласия")
            matter = self._follow(self._people[role], place, TITLE)
            yes = next(form for form in matter.forms if ("verdict", "yes") in form.fields)
            self._people[role].send(matter, yes, filled={})
        return "три согласия по очереди, до третьего на стенах пусто"

    def publish(self) -> str:
        for network in NETWORKS:
            posts = wait_for(
                partial(self._sandbox.standing, network, TEXT), seconds=OUT_SECONDS, what=f"{network}: запись"
            )
            if [len(post["photos"]) for post in posts] != [2]:
                raise NotProven(f"{network}: нужна одна запись с двумя фото")
        return f"по одной записи с двумя фото: {', '.join(NETWORKS)}"

    def _heard(self, words: str) -> list[dict[str, Any]]:
        """What the bot said with these words."""
        return [one for one in self._sandbox.said_by_bot(BOT, self._bot) if words in one["text"]]

    def _take_photos(self) -> Page:
        officer = self._people["press_officer"]
        library = officer.open(f"{self._post}library/")
        media = re.findall(r'name="media" value="(\d+)"', library.html)[:2]  # the newest come first
        shelf = next(form for form in library.forms if "/library/" in form.action and form.method == "post")
        editor = officer.send(library, shelf, filled={"media": media})
        for _photo in media:
            form = editor.form("/ask/")
            why = {name: WHY for name, _value in form.fields if name.startswith("why_")}
            editor = officer.send(editor, form, to="/rights/", filled={"text": TEXT, **why})
        return editor
