"""The check of a text while it is typed: the whole request through the real server."""

import re
import time
from collections.abc import Callable

from tests.bench.city import TOKEN, City
from tests.bench.pages import quantile
from tests.bench.report import VERDICT, Row, judged

P95_MS, TIMES = 60, 60
LIVE = "Завтра с девяти утра чистим снег на улице Ленина, уберите машины со двора. "
OFFICIAL = "В целях недопущения аварий осуществляется проверка котельных, о чём будет сообщено дополнительно. "


def proof_rows(city: City) -> list[Row]:
    """A post of 150 words, changed a little each time, as by typing."""
    browser = city.browser("press_officer")
    draft = re.search(r'href="(/posts/\d+/)', browser.get("/posts/?state=draft").text)
    if draft is None:
        raise SystemExit("the demo has no draft")
    token = TOKEN.search(browser.get(f"{draft[1]}edit/").text)
    if token is None:
        raise SystemExit("the editor shows no form")

    def took(text: str) -> float:
        started = time.perf_counter()
        answer = browser.post(f"{draft[1]}proof/", data={"csrfmiddlewaretoken": token[1], "text": text})
        if answer.status_code != 200:
            raise SystemExit(f"the check answered {answer.status_code}")
        return (time.perf_counter() - started) * 1000

    return [_row("живая запись", LIVE * 12, took), _row("сплошной канцелярит", OFFICIAL * 13, took)]


def _row(what: str, text: str, took: Callable[[str], float]) -> Row:
    took(text)
    times = sorted(took(f"{text}{number}") for number in range(TIMES))
    p95 = quantile(times, 0.95)
    return {
        "текст": what,
        "слов": len(text.split()),
        "p50, мс": quantile(times, 0.5),
        "p95, мс": p95,
        VERDICT: judged(p95, P95_MS),
    }
