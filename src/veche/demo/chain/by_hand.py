"""Steps of `veche demo`: a network refuses a post and a person publishes it by hand; page and journal show whose word
it is.
"""

import re
from collections.abc import Callable

from veche.demo.chain.browser import Browser, NotThere, Page
from veche.demo.chain.sandbox_client import Id, NotProven, SandboxClient, wait_for

TITLE = "Аптека на Калинина: новые часы"
TEXT = "Аптека на Калинина, 4 теперь открыта до полуночи. В выходные тоже."
# Text in the network's own application: it differs from ours, so VK's event proves nothing.
WORDS = "Аптека на Калинина до полуночи!"
NETWORK, REFUSED = "vk", "214"
FAILED_SECONDS = 25

type Follow = Callable[..., Page]


class ByHand:
    """`follow` opens a page from «Сегодня» by the texts of links; `city_time`: the city's day and hour."""

    def __init__(
        self,
        people: dict[str, Browser],
        sandbox: SandboxClient,
        follow: Follow,
        city_time: Callable[[Browser], tuple[str, str]],
    ) -> None:
        self._people, self._sandbox, self._follow, self._city_time = people, sandbox, follow, city_time
        self._post = ""
        self._number: Id = 0

    def make(self) -> str:
        self._sandbox.refuse(NETWORK, "wall.post", REFUSED)
        self._agree()
        officer = self._people["press_officer"]
        wait_for(lambda: "/by-hand/" in officer.open(self._post).html, seconds=FAILED_SECONDS, what="отказ VK")
        page = officer.open(self._post)
        officer.send(page, page.form("/by-hand/"), filled={})
        self._number = self._sandbox.post(NETWORK, WORDS)
        return "VK не принял, запись выложил человек"

    def tick(self) -> str:
        officer = self._people["press_officer"]
        page = officer.open(self._post)
        example = re.search(r"Например, (\S+_)123", page.words)
        if example is None:
            raise NotThere("карточка не говорит, как выглядит адрес записи")
        foreign = {"url": re.sub(r"wall-\d+_", "wall-1_", example[1]) + str(self._number)}
        refused = officer.send(page, page.form("/happened/"), filled=foreign, refused=True)
        if "Это запись другой страницы. Ничего не записали." not in refused.words:
            raise NotProven("чужой адрес приняли")
        after = officer.send(refused, refused.form("/happened/"), filled={"url": f"{example[1]}{self._number}"})
        if after.url != page.url or f"{example[1]}{self._number}" not in after.html:
            raise NotProven(f"верный адрес привёл на {after.url}")
        # The list may already show that VK's text differs: the question about the address follows at once.
        if "вышла, подтвердил человек" not in after.words:
            raise NotProven("на странице записи не сказано, что подтвердил человек")
        return "чужой адрес не взяли, верный записан со слов человека"

    def journal(self) -> str:
        page = self._follow(self._people["auditor"], "Журнал")
        rows = [row for row in page.html.split("<tr") if TITLE in row]
        if not any("подтвердил человек" in row for row in rows) or any("подтвердила сеть" in row for row in rows):
            raise NotProven("в журнале не сказано, что подтвердил человек")
        return "«подтвердил человек», сеть не названа"

    def _agree(self) -> None:
        officer, head = self._people["press_officer"], self._people["press_head"]
        day, hour = self._city_time(officer)
        page = self._follow(officer, "План недели", "Пункт плана")
        form = page.form(page.url)
        account = next(value for name, value in form.fields if name == "accounts")
        filled = {"title": TITLE, "day": day, "time": hour, "format": "text", "accounts": account}
        item = officer.open(officer.send(page, form, filled=filled).link(TITLE))
        editor = officer.send(item, item.form("/write/"), filled={})
        self._post = re.sub(r"edit/$", "", editor.url)
        officer.send(editor, editor.form("/ask/"), to="/ask/", filled={"text": TEXT})
        matter = self._follow(head, "Согласование", TITLE)
        yes = next(form for form in matter.forms if ("verdict", "yes") in form.fields)
        head.send(matter, yes, filled={})
