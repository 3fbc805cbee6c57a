"""A month of three hundred items, then with ten thousand in the year: `python -m tests.bench.month FOLDER`.

Prints its rows as a JSON line, as `tests.bench.forty`. The second page may take 1.3 times as long as the first.
"""

import json
import sys
from collections.abc import Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.in_process import Limits, measured, prepare
from tests.bench.report import VERDICT, judged

if TYPE_CHECKING:
    from veche.accounts.models import Account
    from veche.staff.models import Person

LIMITS = Limits(p95_ms=60, queries=15, kilobytes=80)
OF_MONTH, OF_YEAR, GROWTH = 300, 10_000, 1.3
# The page of March ends with the first Sunday of April.
MONTH, BEYOND = date(2027, 3, 1), date(2027, 4, 5)


def main() -> None:
    prepare()
    from tests.people import client_of, make_administration, play
    from tests.written import accounts_of

    press = play("alice", make_administration("Рубцовск"))
    accounts = accounts_of(press)
    browser, path = client_of(press), f"/week/month/?month={MONTH:%Y-%m}"
    _fill(press, accounts, MONTH, OF_MONTH, days=31)
    few = measured("Месяц, 300 пунктов", browser, path, LIMITS)
    _fill(press, accounts, BEYOND, OF_YEAR - OF_MONTH, days=240)
    many = measured("Месяц, 10 000 пунктов в году", browser, path, LIMITS)
    grown = many["p50, мс"] / few["p50, мс"]
    rows = [few, {**many, "во сколько раз дольше": grown, VERDICT: judged(grown / GROWTH, 1)}]
    sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")


def _fill(press: "Person", accounts: "Sequence[Account]", first: date, number: int, *, days: int) -> None:
    """Items from eight o'clock on, spread over the days; two of three have a draft."""
    from tests.factories import make_plan_item
    from veche.kernel.clock import at
    from veche.posts.domain.write import start_post

    zone = press.administration.time_zone
    for index in range(number):
        hour = time(8 + index // days % 12, index % 60)
        item = make_plan_item(
            press.administration,
            author=press,
            accounts=tuple(accounts),
            publish_at=at(first + timedelta(days=index % days), hour, zone),
            title=f"Отключат воду на улице {index}",
        )
        if index % 3:
            start_post(item=item, by=press)


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(exist_ok=True)
    main()
