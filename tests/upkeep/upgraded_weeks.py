"""What an upgraded installation counts in past weeks, before and after everything that happens by itself.

`python -m tests.upkeep.upgraded_weeks` prints JSON. Our modules are imported late, because Django is set up here.
"""

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from veche.staff.models import Administration

NUMBERS = ("minimum", "out", "by_person", "beside", "missing")
# Lanes whose tasks ask no network.
AT_HOME = ("house", "mail", "media")


def main() -> None:
    from veche.journal.domain.verify import verify
    from veche.plan.models import Occasion
    from veche.staff.models import Administration

    city = Administration.objects.get()
    weeks = _weeks(city)
    for _turn in range(2):
        _run_the_schedule()
    told = {"weeks": weeks, "again": _weeks(city), "occasions": Occasion.objects.of(city).count()}
    json.dump(told | {"journal": verify(city).problems}, sys.stdout)


def _weeks(city: "Administration") -> dict[str, Any]:
    from veche.norm.domain.week import week_norm

    seen = json.loads((Path(os.environ["VECHE_DATA"]) / "seen.json").read_text(encoding="utf-8"))
    found = {}
    for monday in seen["weeks"]:
        week = week_norm(city, date.fromisoformat(monday))
        titles = sorted(one.title for one in week.counted if one.out)
        found[monday] = {name: getattr(week, name) for name in NUMBERS} | {"titles": titles}
    return found


def _run_the_schedule() -> None:
    from django.utils.module_loading import import_string

    from veche.config.schedule import PERIODIC

    for one in PERIODIC:
        if one.queue in AT_HOME:
            import_string(one.task_path).call(*one.args)


if __name__ == "__main__":
    django.setup()
    main()
