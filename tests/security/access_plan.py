"""The rows of the plan: pages, items, occasions."""

from typing import Any

from tests.security.access_plan_files import FILES
from tests.security.access_row import Row
from tests.security.access_staff import EVERYBODY, in_a_week
from tests.security.world import World

OFFICERS = frozenset({"alice", "bob"})
PRESS = OFFICERS | {"carol"}
CURATORS = frozenset({"dave", "erin"})


def hour(world: World) -> dict[str, Any]:
    return {"day": in_a_week(world), "time": "12:00"}


def planned(world: World) -> dict[str, Any]:
    return {"pk": world.plan_item.pk}


def occasion(world: World) -> dict[str, Any]:
    return {"pk": world.occasion.pk}


def series(world: World) -> dict[str, Any]:
    return {"pk": world.series.pk}


def repeated(world: World) -> dict[str, Any]:
    return {
        "title": "Вывоз мусора",
        "rhythm": "weekly",
        "weekdays": "1",
        "every": "1",
        "starts_on": in_a_week(world),
        "hour": "12:00",
        "accounts": world.account.pk,
        "format": "text",
        "category": "activity",
    }


NOTES_OCCASIONS = PRESS | CURATORS
PLAN = (
    Row("web:today", EVERYBODY),
    Row("web:week", EVERYBODY),
    Row("web:month", EVERYBODY),
    Row("web:plan_list", EVERYBODY),
    Row("web:moves", PRESS),
    Row("web:plan_fact", EVERYBODY),
    Row("web:plan_fact_file", EVERYBODY),
    Row("web:item_reason", PRESS, about=planned, post=lambda w: {"change": w.plan_change.pk, "reason": "Дождь"}),
    Row("web:plan_export", EVERYBODY),
    Row("web:plan_file", EVERYBODY, ok=422),
    Row("web:item", EVERYBODY, about=planned),
    Row("plan:add", PRESS),
    Row(
        "plan:add",
        PRESS,
        post=lambda w: (
            hour(w) | {"title": "Открыли каток", "accounts": w.account.pk, "format": "text", "category": "activity"}
        ),
    ),
    Row("plan:all_series", EVERYBODY),
    Row("plan:add_series", PRESS),
    Row("plan:add_series", PRESS, post=repeated),
    Row("plan:series", EVERYBODY, about=series),
    Row("plan:series_change", PRESS, about=series),
    Row("plan:series_change", PRESS, about=series, post=repeated),
    Row("plan:series_stop", PRESS, about=series, post={}),
    Row("plan:series_resume", PRESS, about=series, post={}),
    Row("plan:occasion", NOTES_OCCASIONS),
    Row("plan:occasion", NOTES_OCCASIONS, post={"title": "Ярмарка в субботу", "kind": "department"}),
    Row("plan:occasion_page", EVERYBODY, about=occasion),
    Row("plan:occasion_change", PRESS, about=occasion),
    Row("plan:occasion_change", PRESS, about=occasion, post={"title": "Ярмарка", "kind": "department"}),
    Row("plan:occasion_remove", PRESS, about=occasion),
    Row("plan:occasion_remove", PRESS, about=occasion, post={}),
    *FILES,
    Row("plan:tell_apart", PRESS, about=planned, post=lambda w: {"other": w.other_item.pk}),
    Row("web:item_change", PRESS, about=planned),
    Row("web:item_change", PRESS, about=planned, post={"title": "Каток", "format": "text", "category": "activity"}),
    Row("web:item_move", PRESS, about=planned),
    Row("web:item_move", PRESS, about=planned, post=hour),
    Row("web:item_move_back", PRESS, about=planned, post={}),
    Row("web:item_write", PRESS, about=planned, post={}),
    Row("web:item_drop", PRESS, about=planned, post={}),
    Row("web:item_restore", PRESS, about=planned, post=hour),
)
