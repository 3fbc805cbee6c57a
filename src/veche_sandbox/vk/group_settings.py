"""groups.edit and groups.getSettings: a community's title, the texts of its page, and who may write on its wall."""

from veche_sandbox.page import set_page
from veche_sandbox.vk.access import managed_community
from veche_sandbox.vk.account_events import settings_changed
from veche_sandbox.vk.calls import METHODS, Call
from veche_sandbox.vk.errors import bad_param
from veche_sandbox.vk.params import Param, flags, integer, listing, string
from veche_sandbox.vk.registry import GROUP, USER, Json, Right

TEXTS = ("title", "description")
OPEN, WALL_CLOSED = 1, 3


def _numbers(names: str) -> tuple[Param, ...]:
    return tuple(integer(name, low=0) for name in names.split())


def _strings(names: str) -> tuple[Param, ...]:
    return tuple(string(name) for name in names.split())


@METHODS.method(
    "groups.edit",
    integer("group_id", required=True, low=1),
    *_strings("title description screen_name website email phone rss public_date market_buttons"),
    integer("subject"),
    *_numbers("access event_start_date event_finish_date event_group_id public_category public_subcategory"),
    *_numbers("wall topics photos video audio docs wiki age_limits market_currency market_contact market_wiki"),
    *_numbers("main_section secondary_section country city"),
    *flags("links", "events", "places", "contacts", "messages", "articles", "addresses", "market", "market_comments"),
    *flags("obscene_filter", "obscene_stopwords", "toxic_filter", "disable_replies_from_groups"),
    listing("market_country"),
    listing("market_city"),
    listing("obscene_words"),
    kinds=USER | GROUP,
    right=Right.MANAGE,
)
def edit(call: Call) -> Json:
    """Change the settings. Title, description and wall are stored; the others have no visible effect."""
    place = managed_community(call, call.integer("group_id"))
    if call.has("title") and not call.text("title").strip():
        raise bad_param("title is invalid")
    if call.integer("wall") > WALL_CLOSED:
        raise bad_param("wall is invalid")
    with call.store.transaction():
        if call.has("wall"):
            place = call.store.accounts.change(place, wall=call.integer("wall"))
        for what in TEXTS:
            if not call.has(what):
                continue
            before = place.title if what == "title" else str(place.extra.get(what, ""))
            after = call.text(what).replace("\r\n", "\n").strip()
            if after != before:
                place = set_page(call.store, place, what, after)
                settings_changed(call.store, place.id, call.caller.user_id, {what: (before, after)})
    return 1


@METHODS.method("groups.getSettings", string("group_id", required=True), kinds=USER, right=Right.MANAGE)
def get_settings(call: Call) -> Json:
    """The settings that are kept here."""
    place = managed_community(call, int(call.text("group_id")) if call.text("group_id").isdecimal() else 0)
    texts: dict[str, Json] = {"title": place.title, "description": str(place.extra.get("description", ""))}
    return texts | {"wall": int(place.extra.get("wall", OPEN))}
