"""Every page over HTTP from the real server, signed in: time, weight, processor time, number of queries."""

import gzip
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx2

from tests.bench.city import ROOT, City
from tests.bench.processes import cpu_seconds, family
from tests.bench.report import VERDICT, Row, judged

WARM_UP, TIMES = 8, 100
CLIENTS, TIMES_EACH = 4, 25
P95_MS, KILOBYTES = 80, 100


@dataclass(frozen=True, slots=True)
class Page:
    """`path`, or the first address on that page that matches `link`, with `then` appended.

    `via`: the query of the first link of `path` that matches it, with which `path` is opened.
    """

    name: str
    role: str
    path: str
    link: str = ""
    then: str = ""
    via: str = ""


OFFICER, BOSS, HEAD, CURATOR = "press_officer", "press_head", "head", "curator"
DEPUTY, AUDITOR, KEEPER = "deputy_head", "auditor", "it"
PAGES = (
    Page("Сегодня", OFFICER, "/"),
    Page("Сегодня, начальник", BOSS, "/"),
    Page("Сегодня, Глава", HEAD, "/"),
    Page("Сегодня, заместитель Главы", DEPUTY, "/"),
    Page("Сегодня, куратор", CURATOR, "/"),
    Page("Сегодня, контроль", AUDITOR, "/"),
    Page("Сегодня, ИТ", KEEPER, "/"),
    Page("План недели", OFFICER, "/week/"),
    Page("План месяца", OFFICER, "/week/month/"),
    Page("Входящие", OFFICER, "/inbox/"),
    Page("Комментарий", OFFICER, "/inbox/", r"/inbox/\d+/"),
    Page("Удалённое", OFFICER, "/inbox/deletions/"),
    Page("Публикации", OFFICER, "/posts/"),
    Page("Публикация", OFFICER, "/posts/?state=out", r"/posts/\d+/"),
    Page("Редактор", OFFICER, "/posts/?state=draft", r"/posts/\d+/", "edit/"),
    Page("Согласование", BOSS, "/approval/"),
    Page("Согласовать запись", BOSS, "/approval/", r"/approval/\d+/"),
    Page("Согласование, куратор", CURATOR, "/approval/"),
    Page("Согласовать запись, куратор", CURATOR, "/approval/", r"/approval/\d+/"),
    Page("Маршруты", BOSS, "/approval/routes/"),
    Page("Поручения", OFFICER, "/requests/"),
    Page("Поручения, закрытые", OFFICER, "/requests/?show=done"),
    Page("Отделы в числах", OFFICER, "/requests/departments/"),
    Page("Поручение", OFFICER, "/requests/", r"/requests/\d+/"),
    Page("Мои поручения", CURATOR, "/requests/mine/"),
    Page("Поручение, куратор", CURATOR, "/requests/mine/", r"/requests/\d+/"),
    Page("Библиотека", OFFICER, "/media/"),
    Page("Библиотека, куратор", CURATOR, "/media/"),
    Page("Библиотека, выбран файл", OFFICER, "/media/", via=r"\?file=\d+"),
    Page("Файл", OFFICER, "/media/", r"/media/\d+/", via=r"\?file=\d+"),
    Page("Отделы", BOSS, "/departments/"),
    Page("Предложения об аккаунтах", BOSS, "/accounts/proposals/"),
    Page("Отправки", BOSS, "/outbox/"),
    Page("Отправка", BOSS, "/outbox/", r"/outbox/\d+/"),
    Page("Аккаунты", BOSS, "/accounts/"),
    Page("Журнал", BOSS, "/journal/"),
    Page("Люди", BOSS, "/people/"),
)


class Visit:
    """The pages of one city, found once."""

    def __init__(self, city: City, *, times: int = TIMES) -> None:
        self._city, self.times = city, times
        self._web = family(city.pids["web"])
        self._browsers = {role: city.browser(role) for role in {page.role: None for page in PAGES}}
        self._paths = {page: self._find(page) for page in PAGES}
        self.views = 0

    def one_by_one(self) -> list[Row]:
        """`times` requests of each page in sequence."""
        return [row for (row,) in in_turn(self)]

    def open(self, page: Page) -> tuple[float, bytes]:
        """Milliseconds and the HTML."""
        return self._get(self._browsers[page.role], page)

    def spent(self) -> float:
        """Processor seconds of the site until now."""
        return cpu_seconds(self._web)

    def queries(self) -> dict[Page, int]:
        """Counted in another process over the same data, because a server does not report its queries."""
        command = [sys.executable, "-m", "tests.bench.queries"]
        wanted = json.dumps([(page.role, path) for page, path in self._paths.items()])
        environment = self._city.environment | {"VECHE_DEMO": "1", "VECHE_LOG_LEVEL": "WARNING"}
        done = subprocess.run(
            command, input=wanted, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        )
        counted: dict[str, int] = json.loads(done.stdout)
        return {page: counted[page.role + path] for page, path in self._paths.items()}

    def together(self, *, beside: City | None = None) -> list[Row]:
        """`CLIENTS` people at once, each requesting all pages `TIMES_EACH` times.

        `beside`: a second process of the site, used by every other person.
        """
        sites = [self._city, beside or self._city]
        started = time.monotonic()
        with ThreadPoolExecutor(CLIENTS) as people:
            walks = [
                took for walk in people.map(lambda one: self._walk(sites[one % 2]), range(CLIENTS)) for took in walk
            ]
        seconds = time.monotonic() - started
        times = sorted(walks)
        row = {"людей сразу": CLIENTS, "страниц": len(times), "страниц в секунду": len(times) / seconds}
        return [{**row, "p50, мс": quantile(times, 0.5), "p95, мс": quantile(times, 0.95)}]

    def _walk(self, site: City) -> list[float]:
        browsers = {role: site.browser(role) for role in self._browsers}
        return [self._get(browsers[page.role], page)[0] for _ in range(TIMES_EACH) for page in PAGES]

    def _get(self, browser: httpx2.Client, page: Page) -> tuple[float, bytes]:
        started = time.perf_counter()
        answer = browser.get(self._paths[page])
        took = (time.perf_counter() - started) * 1000
        if answer.status_code != 200:
            raise SystemExit(f"{page.name} ({self._paths[page]}) answered {answer.status_code}")
        self.views += 1
        return took, answer.content

    def _find(self, page: Page) -> str:
        path = page.path + (self._first(page, page.path, page.via) if page.via else "")
        return self._first(page, path, page.link) + page.then if page.link else path

    def _first(self, page: Page, path: str, link: str) -> str:
        found = re.search(f'href="({link})', self._browsers[page.role].get(path).text)
        if found is None:
            raise SystemExit(f"{path} leads to no {page.name}")
        return found[1]


def in_turn(*visits: Visit) -> Iterator[list[Row]]:
    """A row of each city for each page, asked in turn, so that a slow minute of the machine slows all of them."""
    queries = [visit.queries() for visit in visits]
    for page in PAGES:
        for _ in range(WARM_UP):
            [visit.open(page) for visit in visits]
        before = [visit.spent() for visit in visits]
        rounds = [[visit.open(page) for visit in visits] for _ in range(visits[0].times)]
        spent = [visit.spent() - then for visit, then in zip(visits, before, strict=True)]
        yield [
            _row(page, list(answers), seconds, counted[page])
            for answers, seconds, counted in zip(zip(*rounds, strict=True), spent, queries, strict=True)
        ]


def _row(page: Page, answers: list[tuple[float, bytes]], spent: float, queries: int) -> Row:
    times, content = sorted(took for took, _ in answers), answers[-1][1]
    p95, weight = quantile(times, 0.95), len(content) / 1000
    return {
        "страница": page.name,
        "p50, мс": quantile(times, 0.5),
        "p95, мс": p95,
        "процессор, мс": spent / len(times) * 1000,
        "запросов к базе": queries,
        "HTML, кБ": weight,
        "gzip, кБ": len(gzip.compress(content)) / 1000,
        VERDICT: judged(max(p95 / P95_MS, weight / KILOBYTES), 1),
    }


def quantile(ordered: list[float], part: float) -> float:
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]
