"""Steps of `veche demo`: the press service asks a department, which answers with a photo; the answer is accepted."""

import re
from collections.abc import Callable

from veche.demo.chain.browser import Browser, NotThere, Page
from veche.demo.chain.sandbox_client import NotProven
from veche.demo.pictures import draw

TITLE = "Снимок ёлки на площади"
ASKED = "Нужен снимок днём и час, когда зажгут огни."
SAID = "Огни зажжём в пятницу в 18:00, снимок приложили."


class ByRequest:
    """`follow` opens a page from «Сегодня» by the texts of links."""

    def __init__(self, people: dict[str, Browser], follow: Callable[..., Page]) -> None:
        self._officer, self._curator, self._follow = people["press_officer"], people["curator"], follow

    def ask(self) -> str:
        page = self._follow(self._officer, "Поручения", "Поручить")
        department = department_to_ask(page, self._follow(self._curator, "Мои поручения"))
        filled = {"kind": "material", "to": department, "title": TITLE, "text": ASKED}
        asked = self._officer.send(page, page.form(page.url), filled=filled)
        if "Поручили" not in asked.words:
            raise NotThere("поручение не ушло")
        if TITLE not in self._follow(self._curator, "Мои поручения").words:
            raise NotProven("куратор не видит поручения")
        return "куратор видит его в «Моих поручениях»"

    def answer(self) -> str:
        page = self._follow(self._curator, "Мои поручения", TITLE)
        photo = ("elka.jpg", draw("river", seed=5), "image/jpeg")
        sent = self._curator.send(page, page.form("/answer/"), files={"attached": photo}, filled={"text": SAID})
        if "Дошло до пресс-службы" not in sent.words:
            raise NotThere("ответ не дошёл")
        return "слова и снимок у пресс-службы"

    def accept(self) -> str:
        page = self._follow(self._officer, "Поручения", TITLE)
        if SAID not in page.words:
            raise NotProven("в поручении нет слов отдела")
        after = self._officer.send(page, page.form("/accept/"), filled={})
        done = self._follow(self._curator, "Мои поручения").after('id="g-done"', "</ul>")
        if "приняли" not in after.words or TITLE not in done:
            raise NotProven("принятого поручения нет в «Сделано»")
        return "у отдела оно в «Сделано»"


def department_to_ask(page: Page, mine: Page) -> str:
    """The value of the curator's own department in «Кому». `mine`: the curator's «Мои поручения», which name it."""
    offered = re.findall(r'<option value="(d\d+)"[^>]*>([^<:]+):', page.html)
    found: list[str] = [value for value, name in offered if name in mine.words]
    if not found:
        raise NotThere("в «Кому» нет отдела куратора")
    return found[0]
