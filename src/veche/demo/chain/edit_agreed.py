"""Steps of `veche demo`: an approved post is edited, approved again, held and released without losing anything."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from veche.demo.chain.browser import Browser, NotThere, Page
from veche.demo.chain.sandbox_client import NETWORKS, NotProven, SandboxClient

TITLE = "Школьная ярмарка на площади"
TEXT = "Ярмарка на площади Ленина в субботу. Пироги, мёд и ёлочные игрушки из школьных мастерских."
BETTER = TEXT.replace("в субботу", "в воскресенье")
AT, LATER = "12:00", "15:30"
GOES = "уйдёт сама"


class EditAgreed:
    """`follow` opens a page from «Сегодня» by the texts of links; `city_time`: the city's day and hour."""

    def __init__(
        self,
        people: dict[str, Browser],
        sandbox: SandboxClient,
        follow: Callable[..., Page],
        city_time: Callable[[Browser], tuple[str, str]],
    ) -> None:
        self._people, self._sandbox, self._follow, self._city_time = people, sandbox, follow, city_time
        self._post = ""

    def open_and_leave(self) -> str:
        """Open the editor and save without changes."""
        self._agree_for_tomorrow()
        before = self._acts()
        editor = self._editor()
        self._officer.send(editor, editor.form("/save/"), filled={})
        self._expect("согласована", before=before, sendings=len(NETWORKS), hour=AT)
        return f"согласована, как была; отправок: {len(NETWORKS)}"

    def change_place(self) -> str:
        """Change hour and networks: the old ones stay until the head of press approves the new ones."""
        before = self._acts()
        editor = self._editor()
        form = editor.form("/save/")
        ticked = [value for name, value in form.fields if name == "accounts"]
        typed: dict[str, str | list[str]] = {"text": BETTER, "time": LATER, "accounts": ticked[1:]}
        saved = self._officer.send(editor, form, filled=typed)
        if "Версию 1 согласовали, она в пути" not in saved.words or "черновик, версия 2" not in saved.words:
            raise NotThere("редактор не говорит, что согласованная версия в пути")
        self._expect("согласована", before=before, sendings=len(NETWORKS), hour=AT)
        self._officer.send(saved, saved.form("/ask/"), to="/ask/", filled={})
        matter = self._follow(self._people["press_head"], "Согласование", TITLE)
        if "Час выхода:" not in matter.words or "Сети:" not in matter.words:
            raise NotThere("согласующий не видит нового часа и сетей")
        self._say_yes(matter)
        self._expect("согласована", sendings=len(NETWORKS) - 1, hour=LATER)
        return f"было {AT} и {len(NETWORKS)} сети, стало {LATER} и {len(NETWORKS) - 1}"

    def hold_and_let_go(self) -> str:
        before = self._acts()
        editor = self._editor()
        form = editor.form("/save/")
        saved = self._officer.send(editor, form, filled={"text": f"{BETTER} Приходите."})
        held = self._officer.send(saved, saved.form("/hold/"), to="/hold/", filled={})
        if "придержали" not in held.words or GOES in self._acts():
            raise NotProven("согласованную версию не придержали")
        self._officer.send(held, held.form("/let-go/"), to="/let-go/", filled={})
        self._expect("согласована", before=before, sendings=len(NETWORKS) - 1, hour=LATER)
        page = self._officer.open(self._post)
        self._officer.send(page, page.form("/give-up/"), to="/give-up/", filled={})
        self._expect("согласована", before=before, sendings=len(NETWORKS) - 1, hour=LATER)
        return "придержали, отпустили, отказались от правки"

    @property
    def _officer(self) -> Browser:
        return self._people["press_officer"]

    def _agree_for_tomorrow(self) -> None:
        day, _hour = self._city_time(self._officer)
        tomorrow = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        page = self._follow(self._officer, "План недели", "Пункт плана")
        filled = {"title": TITLE, "day": tomorrow, "time": AT, "format": "text"}
        item = self._officer.open(self._officer.send(page, page.form(page.url), filled=filled).link(TITLE))
        editor = self._officer.send(item, item.form("/write/"), filled={})
        self._post = re.sub(r"edit/$", "", editor.url)
        self._officer.send(editor, editor.form("/ask/"), to="/ask/", filled={"text": TEXT})
        self._say_yes(self._follow(self._people["press_head"], "Согласование", TITLE))

    def _say_yes(self, matter: Page) -> None:
        yes = next(form for form in matter.forms if ("verdict", "yes") in form.fields)
        self._people["press_head"].send(matter, yes, filled={})

    def _editor(self) -> Page:
        return self._officer.open(f"{self._post}edit/")

    def _acts(self) -> str:
        """The card «В сетях»: the acts with their networks and hours."""
        return self._officer.open(self._post).after('class="acts"', "</section>")

    def _expect(self, state: str, *, sendings: int, hour: str, before: str = "") -> None:
        page = self._officer.open(self._post)
        acts = page.after('class="acts"', "</section>")
        if state not in page.words or (found := acts.count(GOES)) != sendings or acts.count(hour) < sendings:
            raise NotProven(f"ждали «{state}», отправок {sendings} в {hour}, а на странице не то: {found}")
        if before and acts != before:
            raise NotProven("отправки изменились, хотя ничего не согласовали")
        if any(self._sandbox.standing(network, text) for network in NETWORKS for text in (TEXT, BETTER)):
            raise NotProven("запись уже на стене, а её час завтра")
