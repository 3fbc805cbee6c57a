"""The steps of one publication from the plan to the journal; each is checked in the sandbox."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode, urljoin

from veche.demo.chain.browser import Browser, NotThere, Page
from veche.demo.chain.by_departments import ByDepartments
from veche.demo.chain.by_hand import ByHand
from veche.demo.chain.by_request import ByRequest
from veche.demo.chain.by_table import load_people
from veche.demo.chain.edit_agreed import EditAgreed
from veche.demo.chain.sandbox_client import NETWORKS, Id, NotProven, SandboxClient, wait_for
from veche.demo.pictures import draw

TITLE = "Мост через Алей: движение открыто"
TEXT = (
    "Ремонт закончили на два дня раньше. Ограничение по весу сняли, автобусы № 3 и № 9 снова ходят по прямой. "
    "Пешеходная дорожка с новой стороны, фонари горят. Спасибо, что терпели объезд."
)
ALT = "Широкий мост через реку, на берегу ивы"
WHY = "Рисунок, людей нет"
COMMENTS = (
    ("Анна Ж.", "Наконец-то! А велосипедистам где ехать?"),
    ("Дмитрий Р.", "Девятка уже пошла по мосту, проверил"),
    ("Соседка с пятого", "Спасибо, что раньше срока"),
    ("Павел Ш.", "Казино без вложений, фриспины за регистрацию, пиши в лс"),
    ("Виктор М.", "Шов на въезде стучит, доделайте"),
    ("Марина К.", "А ночью фонари не выключат?"),
    ("Студент РИИ", "Дорожка широкая, хорошо"),
    ("Роман Ч.", "Вы там все дебилы или через одного?"),
    ("Ольга В.", "Долго делали, но сделали"),
    ("Николай П.", "Когда такой же на Садовой?"),
)
SPAM, INSULT = COMMENTS[3][1], COMMENTS[7][1]
ROLES = {
    "press_officer": "специалист пресс-службы",
    "press_head": "начальник пресс-службы",
    "curator": "куратор отдела",
    "it": "отдел ИТ",
    "deputy_head": "заместитель Главы",
    "head": "Глава города",
    "auditor": "проверяющий",
}
# OK sends no events, so its comments are polled three times a minute.
OUT_SECONDS, INBOX_SECONDS, DELETED_SECONDS = 25, 45, 30


@dataclass(frozen=True, slots=True)
class Step:
    """`do` returns the result in words, or raises `NotThere` or `NotProven`."""

    who: str
    what: str
    do: Callable[[], str]


class Story:
    """The steps and their shared state: addresses of pages, ids of posts and comments."""

    def __init__(self, site: str, sandbox: SandboxClient) -> None:
        self._sandbox = sandbox
        self.people = {role: Browser(site) for role in ROLES}
        self._item = self._post = ""
        self._numbers: dict[str, Id] = {}
        self._said: dict[str, Id] = {}
        self._asked = ByRequest(self.people, self._follow)
        self._edit = EditAgreed(self.people, sandbox, self._follow, self._city_time)
        self._hand = ByHand(self.people, sandbox, self._follow, self._city_time)
        self._departments = ByDepartments(self.people, sandbox, lambda: Browser(site), self._follow, self._city_time)

    def steps(self) -> tuple[Step, ...]:
        officer, head = ROLES["press_officer"], ROLES["press_head"]
        return (
            Step("семь ролей", "входят и видят свой день", self.sign_in),
            Step(officer, "поручает отделу прислать снимок", self._asked.ask),
            Step(ROLES["curator"], "отвечает словами и снимком", self._asked.answer),
            Step(officer, "принимает ответ", self._asked.accept),
            Step(officer, "ставит пункт в план на сейчас", self.plan),
            Step(officer, "пишет текст, кладёт фото, отправляет на согласование", self.write),
            Step(head, "читает и согласует", self.approve),
            Step("Вече", "выпускает в четыре сети", self.publish),
            Step("Вече", "доказывает, что вышло", self.prove),
            Step("десять жителей", "пишут комментарии", self.residents),
            Step("Вече", "предлагает удалить два", self.propose),
            Step(officer, "удаляет один с основанием", self.delete),
            Step(ROLES["head"], "читает, что удалили и почему", self.evidence),
            Step(officer, "открывает согласованную запись и уходит", self._edit.open_and_leave),
            Step(officer, "меняет в ней слово, час и сети, начальник согласует", self._edit.change_place),
            Step(officer, "придерживает согласованную версию и отпускает", self._edit.hold_and_let_go),
            Step(officer, "делает руками, что VK не принял", self._hand.make),
            Step(officer, "отмечает чужим адресом, потом верным", self._hand.tick),
            Step(ROLES["auditor"], "видит, кто подтвердил", self._hand.journal),
            *self._by_departments(),
            Step(ROLES["auditor"], "проверяет журнал", self.verify),
            Step("сети", "подтверждают, что лишнего не было", self.nothing_else),
        )

    def _by_departments(self) -> tuple[Step, ...]:
        """From two requests to a publication that a department and a deputy have agreed to."""
        officer, curator, made = ROLES["press_officer"], ROLES["curator"], self._departments
        return (
            Step(ROLES["it"], "загружает отделы и людей таблицей", partial(load_people, self.people["it"])),
            Step(ROLES["it"], "подключает бота администрации", made.connect_bot),
            Step(ROLES["press_head"], "разрешает ссылки, заводит маршрут", made.allow_links_and_make_route),
            Step(officer, "просит у отдела цифры и снимок", made.ask),
            Step(curator, "отвечает по ссылке, снимок прикладывает", made.answer_by_link),
            Step(curator, "присылает снимок боту", made.answer_by_bot),
            Step(officer, "принимает оба ответа", made.accept),
            Step(officer, "пишет запись, снимки берёт из библиотеки", made.write),
            Step("трое, кого спросили", "отдел, заместитель, начальник согласуют по очереди", made.agree),
            Step("Вече", "выпускает согласованное в четыре сети", made.publish),
        )

    def close(self) -> None:
        for browser in self.people.values():
            browser.__exit__()

    def sign_in(self) -> str:
        for role, browser in self.people.items():
            page = browser.open("/demo/")
            seen = browser.send(page, page.form(f"/demo/sign-in/{role}/"), filled={})
            if "<h1>" not in seen.html:
                raise NotThere(f"{ROLES[role]}: после входа нет страницы")
        self._nothing_stands()
        return "каждая роль открыла «Сегодня»"

    def plan(self) -> str:
        officer = self.people["press_officer"]
        day, hour = self._city_time(officer)
        page = self._follow(officer, "План недели", "Пункт плана")
        week = officer.send(
            page, page.form(page.url), filled={"title": TITLE, "day": day, "time": hour, "format": "photo"}
        )
        self._item = week.link(TITLE)
        self._nothing_stands()
        return f"стоит на {hour}, на стенах ещё пусто"

    def write(self) -> str:
        officer = self.people["press_officer"]
        item = officer.open(self._item)
        editor = officer.send(item, item.form("/write/"), filled={})
        self._post = re.sub(r"edit/$", "", editor.url)
        photo = ("most.jpg", draw("river", seed=3), "image/jpeg")
        editor = officer.send(
            editor, editor.form("/ask/"), to="/photos/", files={"photos": photo}, filled={"text": TEXT}
        )
        form = editor.form("/ask/")
        why = {name: WHY for name, _value in form.fields if name.startswith("why_")}
        editor = officer.send(editor, form, to="/rights/", filled={"text": TEXT, **why})
        form = editor.form("/ask/")
        alts = {name: ALT for name, _value in form.fields if name.startswith("alt_")}
        if not alts:
            raise NotThere("фото не приложилось")
        after = officer.send(editor, form, to="/ask/", filled={"text": TEXT, **alts})
        if "ждёт согласия" not in after.words:
            raise NotThere("запись не ждёт согласия")
        self._nothing_stands()
        return "ждёт согласия, на стенах ещё пусто"

    def approve(self) -> str:
        head = self.people["press_head"]
        matter = self._follow(head, "Согласование", TITLE)
        yes = next(form for form in matter.forms if ("verdict", "yes") in form.fields)
        head.send(matter, yes, filled={})
        return "согласовано"

    def publish(self) -> str:
        for network in NETWORKS:
            probe = partial(self._sandbox.standing, network, TEXT)
            posts = wait_for(probe, seconds=OUT_SECONDS, what=f"{network}: запись")
            if len(posts) != 1 or len(posts[0]["photos"]) != 1:
                raise NotProven(f"{network}: записей {len(posts)}, а нужна одна с одним фото")
            self._numbers[network] = posts[0]["id"]
        return f"по одной записи с фото: {', '.join(self._numbers)}"

    def prove(self) -> str:
        officer = self.people["press_officer"]
        wait_for(lambda: _confirmed(officer.open(self._post)), seconds=OUT_SECONDS, what="все сети подтверждены")
        for network in NETWORKS:
            if len(self._sandbox.standing(network, TEXT)) != 1:
                raise NotProven(f"{network}: запись не одна")
        return "четыре «вышла», на стенах ровно по одной"

    def residents(self) -> str:
        for number, (author, text) in enumerate(COMMENTS):
            network = NETWORKS[number % len(NETWORKS)]
            self._said[text] = self._sandbox.write(network, self._numbers[network], author, text)
        officer = self.people["press_officer"]
        wait_for(
            lambda: self._all_there(self._follow(officer, "Входящие", "Все"), [text for _author, text in COMMENTS]),
            seconds=INBOX_SECONDS,
            what="десять комментариев во входящих",
        )
        if (standing := len(self._comments())) != len(COMMENTS):
            raise NotProven(f"комментариев в сетях {standing}, а написали {len(COMMENTS)}")
        return "все десять во входящих и в сетях"

    def propose(self) -> str:
        officer = self.people["press_officer"]
        wait_for(
            lambda: all(self._is_proposed(officer, text) for text in (SPAM, INSULT)),
            seconds=INBOX_SECONDS,
            what="два предложения удалить",
        )
        mild = [text for _author, text in COMMENTS if text not in (SPAM, INSULT)]
        if wrongly := [text for text in mild if self._is_proposed(officer, text)]:
            raise NotProven(f"предложено удалить лишнее: {wrongly[0]}")
        if any(comment["deleted"] for comment in self._comments()):
            raise NotProven("программа удалила сама, а решать должен человек")
        return "спам и оскорбление; ничего не удалено"

    def delete(self) -> str:
        officer = self.people["press_officer"]
        page = officer.open(self._proposed(officer, SPAM).link(SPAM))
        officer.send(page, page.form("/delete/"), filled={"ground": "spam"})
        wait_for(lambda: self._gone() == [self._said[SPAM]], seconds=DELETED_SECONDS, what="комментарий удалён в сети")
        if len(self._comments()) - len(self._gone()) != len(COMMENTS) - 1:
            raise NotProven("в сетях пропало не то")
        return "в сети удалён один, девять стоят"

    def evidence(self) -> str:
        page = self._follow(self.people["head"], "Что удалили", SPAM)
        digest = re.search(r"\b[0-9a-f]{64}\b", page.words)
        if SPAM not in page.words or "Спам" not in page.words or digest is None:
            raise NotThere("в доказательстве нет слов, основания или контрольной суммы")
        if self._gone() != [self._said[SPAM]]:
            raise NotProven("в сети удалено другое")
        return f"слова, автор, основание, контрольная сумма {digest.group()[:8]}…"

    def verify(self) -> str:
        auditor = self.people["auditor"]
        journal = self._follow(auditor, "Журнал")
        page = auditor.send(journal, journal.form("/journal/verify/"), filled={})
        whole = re.search(r"Прочитан\w+ (?:записей: )?(\d+)", page.words)
        if whole is None or "ничего не изменено" not in page.words.lower():
            raise NotProven("журнал не сошёлся")
        return f"журнал цел, записей {whole.group(1)}"

    def nothing_else(self) -> str:
        if complaints := self._sandbox.complaints():
            raise NotProven(f"учебные сети жалуются: {complaints[0]}")
        for network in NETWORKS:
            if len(self._sandbox.standing(network, TEXT)) != 1:
                raise NotProven(f"{network}: записей не одна")
        return "по одной записи, ни одной жалобы"

    def _city_time(self, browser: Browser) -> tuple[str, str]:
        """The city's day and hour, as its pages show them."""
        day = self._follow(browser, "План недели").after('day-today" id="d', '"')
        hour = browser.open("/").after('class="tl-now"><time>', "<")
        return day, hour

    @staticmethod
    def _follow(browser: Browser, *links: str) -> Page:
        """Open a page from «Сегодня» by the texts of links."""
        page = browser.open("/")
        for words in links:
            page = browser.open(urljoin(page.url, page.link(words)))
        return page

    def _proposed(self, browser: Browser, text: str) -> Page:
        """What is proposed for deletion and has these words: the list alone may have several pages."""
        page = self._follow(browser, "Входящие", "Предложено удалить")
        return browser.open(f"{page.url}&{urlencode({'q': text})}")

    def _is_proposed(self, browser: Browser, text: str) -> bool:
        lines = (link for link in self._proposed(browser, text).links if re.search(r"/inbox/\d+/", link.url))
        return any(text in link.words for link in lines)

    @staticmethod
    def _all_there(page: Page, texts: Sequence[str]) -> bool:
        return all(text in page.words for text in texts)

    def _nothing_stands(self) -> None:
        if any(self._sandbox.standing(network, TEXT) for network in NETWORKS):
            raise NotProven("запись уже на стене, а её никто не выпускал")

    def _comments(self) -> list[dict[str, object]]:
        return [c for network in NETWORKS for c in self._sandbox.comments(network, self._numbers[network])]

    def _gone(self) -> list[object]:
        return [comment["id"] for comment in self._comments() if comment["deleted"]]


def _confirmed(page: Page) -> bool:
    """Whether each row of «В сетях» says «вышла» with a link to the post."""
    rows = page.after('class="acts"', "</section>")
    return rows.count("#i-circle-check") == len(NETWORKS) and rows.count('class="proof-link"') == len(NETWORKS)
