"""Who may open and do what: one row for each address and method. Reviewed by eye, run by four test files.

A new address needs a row here, otherwise tests/security/test_access.py fails. A row says: the url's name, who gets in
(names from tests/people.py), `about` = how to make the url's arguments from a World, `post` = the fields of the form
(a dict, or a function of the World). Without `post` the row is a GET. What a row promises:
  who is named gets `ok` (200 for a page, 302 after a form), everybody else gets 403, anonymous is led to the sign-in;
  an object of another administration is 404, and so is ours to somebody of another administration;
  a POST without a CSRF token is 403; a GET changes no row; the headers are there; a method without a row is 405.
`public=True`: reached without signing in (then `allowed` says nothing). `csrf_exempt`: the reason, for webhooks only.
Each person's request is rolled back, so the rows do not disturb each other. Things come from tests/security/world.py.
"""

from collections.abc import Callable
from typing import Any

from tests.security.access_alarms import ALARMS
from tests.security.access_appeals import APPEALS
from tests.security.access_cases import CASES
from tests.security.access_commenting import COMMENTING
from tests.security.access_compliance import COMPLIANCE
from tests.security.access_decisions import DECISIONS
from tests.security.access_groups import GROUPS
from tests.security.access_inbox import WORK
from tests.security.access_media import MEDIA
from tests.security.access_norm import NORM
from tests.security.access_occasions import OCCASIONS
from tests.security.access_plan import PLAN, PRESS, hour
from tests.security.access_proposals import PROPOSALS
from tests.security.access_requests import REQUESTS
from tests.security.access_reserve import RESERVE
from tests.security.access_row import Row
from tests.security.access_rumours import RUMOURS
from tests.security.access_staff import EVERYBODY, IT, STAFF, in_a_week
from tests.security.access_words import WORDS
from tests.security.world import World
from veche.networks.registry import NETWORKS
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.publishing.models import LiveRun

READS_THE_JOURNAL = {"carol", "ivan", "helen", "audrey"}

JOURNAL = (
    Row("journal:list", READS_THE_JOURNAL),
    Row("journal:verify", READS_THE_JOURNAL, post={}, ok=200),
    Row("journal:close", {"carol", "ivan"}, post={"reason": "Папку данных потеряли при переезде"}),
)


def act(**state: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.act_in(**state).pk}


SEES_ACTS = PRESS | IT | {"audrey"}
FREEZES = PRESS | IT | {"helen"}
RELEASES = {"carol", "ivan", "helen"}
OUTBOX = (
    Row("outbox:list", SEES_ACTS),
    Row("outbox:detail", SEES_ACTS, about=act()),
    Row("outbox:picture", SEES_ACTS, about=lambda w: {"pk": w.new_avatar.pk}),
    Row("outbox:happened", PRESS, about=act(state="unknown"), post={"url": ""}),
    Row("outbox:address", PRESS, about=act(state="confirmed", proof="person"), post={"url": ""}, ok=422),
    Row("outbox:not_happened", PRESS, about=act(state="unknown"), post={}),
    Row("outbox:send_now", PRESS, about=act(state="missed"), post={}),
    Row("outbox:give_up", PRESS, about=act(state="failed")),
    Row("outbox:give_up", PRESS, about=act(state="failed"), post={}),
    Row("outbox:by_hand", PRESS, about=act(state="failed"), post={}),
    Row("outbox:seen", PRESS, about=lambda w: {"pk": w.divergence.pk}, post={}),
    Row("outbox:freeze", FREEZES),
    Row("outbox:freeze", FREEZES, post={"reason": "Пожар на складе"}),
    Row("outbox:release", RELEASES, post={}),
)


def draft(world: World) -> dict[str, Any]:
    return {"pk": world.draft.pk}


def streamed(world: World) -> dict[str, Any]:
    PlanItem.objects.filter(pk=world.draft.plan_item_id).update(format="live")
    return draft(world)


def begun(world: World) -> dict[str, Any]:
    """A stream of the published post whose key was already shown."""
    post, act = world.published, world.act_in(state="confirmed", proof="answer")
    PlanItem.objects.filter(pk=post.plan_item_id).update(format="live")
    run, _created = LiveRun.objects.get_or_create(
        administration_id=post.administration_id, post=post, account=act.account, begin=act
    )
    return {"pk": post.pk, "run": run.pk}


def to_begin(world: World) -> dict[str, Any]:
    return {**streamed(world), "account": world.account.pk}


def begins(world: World) -> dict[str, str]:
    return {"live-day": in_a_week(world), "live-time": "18:00"}


def delivered(world: World) -> dict[str, Any]:
    delivery = world.published.versions.get(deliveries__isnull=False).deliveries.order_by("pk")[0]
    return {"pk": world.published.pk, "delivery": delivery.pk}


def poll_of_published(world: World) -> dict[str, Any]:
    """The published post, with a poll in its first network."""
    first = Act.objects.get(delivery=delivered(world)["delivery"])
    Act.objects.filter(pk=first.pk).update(
        payload=first.payload | {"poll": {"question": "Какой двор?", "options": ["Да", "Нет"]}}
    )
    return published(world)


def asked(world: World) -> dict[str, Any]:
    return poll_of_published(world) | {"act": Act.objects.get(delivery=delivered(world)["delivery"]).pk}


def published(world: World) -> dict[str, Any]:
    return {"pk": world.published.pk}


ROUTES = frozenset({"carol", "helen"})


def a_routes_pk(world: World) -> dict[str, Any]:
    return {"pk": world.route.pk}


def a_route(_world: World) -> dict[str, Any]:
    """A route that asks the head of press about stories."""
    positions = {f"step{number}-position": number for number in range(1, 7)}
    return {"name": "Срочное", "category": "important", "step1-who": "press_head", **positions}


def step(world: World) -> dict[str, Any]:
    return {"pk": world.step.pk}


def window(world: World) -> dict[str, Any]:
    """The editor's form as the page shows it."""
    return {"version": world.draft.versions.get().revision, "text": "Каток открыт."}


POSTS = (
    *WORDS,
    Row("publishing:list", EVERYBODY),
    *CASES,
    *GROUPS,
    *COMPLIANCE,
    Row("search:results", EVERYBODY),
    *NORM,
    *RESERVE,
    Row("publishing:pause", EVERYBODY),
    Row("publishing:pause_begin", PRESS | {"helen"}, post={"kind": "mourning", "reason": "День траура"}),
    Row("publishing:pause_end", {"carol"}, post={}),
    Row("publishing:pause_let_through", {"carol"}, about=draft, post={}),
    Row("publishing:detail", EVERYBODY, about=draft),
    Row("publishing:versions", EVERYBODY, about=draft),
    Row("publishing:paper", EVERYBODY, about=lambda w: {"pk": w.step.sheet.version.post_id, "number": 1}),
    Row("publishing:state", EVERYBODY, about=draft, ok=302),
    Row("publishing:new", PRESS),
    Row(
        "publishing:new",
        PRESS,
        post=lambda w: (
            hour(w) | {"title": "Открыли каток", "accounts": w.account.pk, "format": "text", "category": "activity"}
        ),
    ),
    Row("publishing:edit", PRESS, about=draft),
    Row("publishing:look", PRESS, about=draft, post=window, ok=200),
    Row("publishing:proof", PRESS, about=draft, post={"text": "В целях уборки"}, ok=200),
    Row(
        "publishing:keep_words", PRESS, about=draft, post={"text": "В целях", "rule": "R01", "words": "В целях"}, ok=200
    ),
    Row(
        "publishing:let_words_go",
        PRESS,
        about=draft,
        post={"text": "В целях", "rule": "R01", "words": "В целях"},
        ok=200,
    ),
    Row("publishing:save", PRESS, about=draft, post=window),
    Row("publishing:add_photos", PRESS, about=draft, post=window),
    Row("publishing:library", PRESS, about=draft),
    Row("publishing:library", PRESS, about=draft, post=lambda w: {"media": w.picture.media_id}),
    Row("publishing:to_library", PRESS, about=draft, post=window),
    Row(
        "publishing:take_rights",
        PRESS,
        about=lambda w: {"pk": w.draft.pk, "picture": w.picture.pk},
        post=lambda w: {**window(w), f"why_{w.picture.pk}": "Сняли мы сами"},
    ),
    Row("publishing:remove_photo", PRESS, about=lambda w: {"pk": w.draft.pk, "picture": w.picture.pk}, post=window),
    Row(
        "publishing:add_beside", PRESS, about=lambda w: {"pk": w.draft.pk, "picture": w.picture.pk}, post=window, ok=422
    ),
    Row(
        "publishing:remove_beside",
        PRESS,
        about=lambda w: {"pk": w.draft.pk, "picture": w.picture.pk, "place": "cover"},
        post=window,
    ),
    Row("publishing:live_start", PRESS, about=streamed, post=begins),
    Row("publishing:live_tick", PRESS, about=lambda w: {**streamed(w), "step": "announced"}, post={}),
    Row("publishing:live_untick", PRESS, about=lambda w: {**streamed(w), "step": "announced"}, post={}),
    Row("publishing:live_begin", PRESS, about=to_begin, post={}),
    Row("publishing:live_end", PRESS, about=begun, post={}),
    Row("publishing:live_key", PRESS, about=begun, post={}),
    Row("publishing:dressed", PRESS, about=delivered, post={}),
    Row("publishing:uploads", PRESS, about=draft, post={}, ok=412),
    Row("publishing:media_state", PRESS, about=lambda w: {"pk": w.draft.pk, "picture": w.picture.pk}),
    Row("publishing:fit", PRESS, about=lambda w: {"pk": w.draft.pk, "network": "telegram"}, post=window),
    Row("publishing:drop_own", PRESS, about=lambda w: {"pk": w.draft.pk, "network": "telegram"}, post=window),
    Row("publishing:ask", PRESS, about=draft, post=window),
    Row("publishing:now", PRESS, about=draft),
    Row("publishing:now", PRESS, about=draft, post=lambda w: {"revision": w.draft.versions.latest("number").revision}),
    Row("publishing:to_now", PRESS, about=draft, post=window),
    Row("publishing:move", PRESS, about=draft, post=hour),
    Row("publishing:hold", PRESS, about=draft, post={}),
    Row("publishing:let_go", PRESS, about=lambda w: {"pk": w.step.sheet.version.post_id}, post={}),
    Row("publishing:take_back", PRESS, about=lambda w: {"pk": w.step.sheet.version.post_id}, post={}),
    Row("publishing:give_up", PRESS, about=draft, post={}),
    Row("publishing:drop_from_plan", PRESS, about=draft, post={}),
    Row("publishing:take_down", PRESS, about=published),
    Row("publishing:take_down", PRESS, about=published, post={"reason": "Неверный адрес"}),
    Row("publishing:flag", PRESS, about=draft, post={"reason": "Просим телефоны"}),
    Row("publishing:unflag", PRESS, about=draft, post={}),
    Row("publishing:poll_count", PRESS, about=asked, post={"votes0": "1"}, ok=422),
    Row("publishing:poll_outcome", PRESS, about=poll_of_published, post={}),
    Row("publishing:pin", PRESS, about=published, post={}),
    Row("publishing:unpin", PRESS, about=published, post={}),
    Row("publishing:decide", {"carol"}, about=step, post={"verdict": "yes"}),
    Row("publishing:hasten", {"carol"}, about=step, post={"why": "Прорвало трубу"}, ok=422),
)
APPROVAL = (
    Row("approval:list", EVERYBODY),
    Row("approval:detail", EVERYBODY, about=step),
    Row("approval:routes", EVERYBODY),
    Row("approval:add_route", ROUTES),
    Row("approval:add_route", ROUTES, post=a_route),
    Row("approval:change_route", ROUTES, about=a_routes_pk),
    Row("approval:change_route", ROUTES, about=a_routes_pk, post=a_route),
    Row("approval:archive_route", ROUTES, about=a_routes_pk, post={}),
    Row("approval:single_person", {"helen"}, post={"on": "1"}),
)


def account(world: World) -> dict[str, Any]:
    return {"pk": world.account.pk}


def passport_form(world: World) -> dict[str, Any]:
    return {
        "network": "vk",
        "remote_id": "club777",
        "title": "Рубцовск. Спорт",
        "legal_basis": "Постановление № 1541",
        "category": "active",
        "comments_mode": "open",
        "responsible": world.owner.pk,
    }


def connection(world: World) -> dict[str, Any]:
    return {"pk": world.connection.pk}


# Has the form of a VK key and opens nothing.
A_KEY = "vk1.a." + "no_such_key-" * 4
# Offered where an installation asks for them, and not in these tests.
OPT_IN = tuple(slug for slug, network in NETWORKS.items() if network.opt_in)
SEES_ACCOUNTS = PRESS | IT | {"audrey"}
KEEPS_THE_REGISTRY = {"carol", "ivan"}
ACCOUNTS = (
    Row("outbox:accounts", SEES_ACCOUNTS),
    Row("outbox:account", SEES_ACCOUNTS, about=account),
    Row("accounts:passport", SEES_ACCOUNTS, about=account),
    Row("accounts:check", PRESS | IT, about=account, post={}),
    Row("outbox:account_trial", PRESS | IT, about=account),
    Row("outbox:account_trial", PRESS | IT, about=account, post={}),
    Row("outbox:account_page", {"carol"}, about=account),
    Row("outbox:account_page", {"carol"}, about=account, post={"description": "Официальная страница администрации."}),
    Row("accounts:administrators", PRESS | IT, about=account, post={}),
    Row("accounts:say", KEEPS_THE_REGISTRY, about=lambda w: {"pk": w.alteration.pk}, post={"verdict": "ours"}),
    Row("accounts:webhook", IT, about=account, post={"wanted": "yes"}),
    Row("accounts:new", KEEPS_THE_REGISTRY),
    Row("accounts:new", KEEPS_THE_REGISTRY, post=passport_form),
    Row("accounts:edit", KEEPS_THE_REGISTRY, about=account),
    Row("accounts:edit", KEEPS_THE_REGISTRY, about=account, post=passport_form),
    Row("outbox:account_close", KEEPS_THE_REGISTRY, about=lambda w: {"pk": w.idle_account.pk}),
    Row("outbox:account_close", KEEPS_THE_REGISTRY, about=lambda w: {"pk": w.idle_account.pk}, post={}),
    Row("accounts:replace_key", IT, about=lambda w: {**account(w), "slot": "community"}),
    Row("accounts:replace_key", IT, about=lambda w: {**account(w), "slot": "community"}, post={"secret": A_KEY}),
    Row("accounts:connect", IT),
    Row("accounts:connect_vk", IT),
    Row("accounts:connect_vk", IT, post={"address": "vk.com/club1", "community": A_KEY}),
    *(Row(f"accounts:connect_{slug}", IT) for slug in NETWORKS if slug not in {"vk", *OPT_IN}),
    *(Row(f"accounts:connect_{slug}", IT, post={}, ok=422) for slug in NETWORKS if slug not in {"vk", *OPT_IN}),
    *(Row(f"accounts:connect_{slug}", IT, ok=404) for slug in OPT_IN),
    *(Row(f"accounts:connect_{slug}", IT, post={}, ok=404) for slug in OPT_IN),
    Row("accounts:connecting", IT, about=connection),
    Row("accounts:connecting_again", IT, about=connection, post={}),
    Row("accounts:connecting_drop", IT, about=connection, post={}),
    Row("accounts:connecting_finish", IT, about=connection, post={}),
    Row("accounts:revoke_key", IT, about=lambda w: {"pk": w.key.pk}),
    Row("accounts:revoke_key", IT, about=lambda w: {"pk": w.key.pk}, post={}),
)


def comment(world: World) -> dict[str, Any]:
    return {"pk": world.message.pk}


def letter(world: World) -> dict[str, Any]:
    """A private message, readable only by people who may answer."""
    return {"pk": world.letter.pk}


def ruling(world: World) -> dict[str, Any]:
    return {"pk": world.ruling.pk}


def comment_of_somebody(world: World) -> dict[str, Any]:
    """A comment with a known author."""
    return {"pk": world.signed.pk}


def restriction(world: World) -> dict[str, Any]:
    return {"pk": world.restriction.pk}


def hook(world: World) -> dict[str, Any]:
    return {"network": "vk", "path": world.account.webhook_path}


NETWORKS_CALL = "a network has no session; its secret is checked, tests/api"
READS_RESIDENTS = EVERYBODY - IT
INBOX = (
    Row("web:inbox", READS_RESIDENTS),
    Row("web:inbox_news", READS_RESIDENTS),
    Row("web:message", READS_RESIDENTS, about=comment),
    Row("inbox:asked", PRESS),
    Row("inbox:asked", PRESS, post={"is_on": "on", "people": "5", "days": "7"}),
    *WORK,
    Row("inbox:picture", READS_RESIDENTS, about=lambda w: {"pk": w.shot.pk}),
    Row("web:message", PRESS, about=letter),
    Row("inbox:picture", PRESS, about=lambda w: {"pk": w.letter_shot.pk}),
    Row("web:message_answer", PRESS, about=comment, post={"text": "Откроем в пятницу."}),
    Row("web:message_answer", PRESS, about=letter, post={"text": "По телефону."}),
    Row("web:message_close", PRESS, about=letter, post={}),
    Row("web:message_count", PRESS, about=comment, post={"text": "Откроем"}, ok=200),
    Row("web:message_count", PRESS, about=letter, post={"text": "По телефону"}, ok=200),
    Row("inbox:say", PRESS, about=lambda w: {"pk": w.answer.pk}, post={"what": "again"}),
    Row("inbox:say", PRESS, about=lambda w: {"pk": w.private_answer.pk}, post={"what": "again"}),
    Row("inbox:gap", PRESS, about=lambda w: {"pk": w.gap.pk}, post={}),
    Row("moderation:list", READS_RESIDENTS),
    Row("moderation:evidence", READS_RESIDENTS, about=ruling),
    Row("moderation:delete", PRESS, about=comment, post={"ground": "spam"}),
    Row("moderation:keep", PRESS, about=comment, post={}),
    Row("moderation:restore", PRESS, about=comment, post={}),
    Row("moderation:undo", PRESS, about=ruling, post={}),
    Row("moderation:say", PRESS, about=ruling, post={"what": "again"}),
    Row("moderation:restricted", READS_RESIDENTS),
    Row("moderation:restriction", READS_RESIDENTS, about=restriction),
    Row("moderation:restrict", PRESS, about=comment_of_somebody),
    Row("moderation:restrict", PRESS, about=comment_of_somebody, post={"ground": "spam", "term": "warning"}),
    Row("moderation:release", PRESS, about=restriction, post={}),
    *DECISIONS,
    Row("moderation:tune", {"carol"}, about=account, post={}),
    Row("api:hook", (), about=hook, post={}, ok=403, public=True, csrf_exempt=NETWORKS_CALL),
)


TABLE: tuple[Row, ...] = (
    *(*STAFF, *ALARMS, *JOURNAL, *OUTBOX, *ACCOUNTS, *PROPOSALS, *POSTS, *MEDIA, *APPROVAL, *INBOX, *PLAN, *REQUESTS),
    *(*OCCASIONS, *APPEALS, *COMMENTING, *RUMOURS),
    Row("personal_data:find", {"carol"}),
)

# Addresses without a row, each with the file of its test. A name ending in «_» is a prefix.
ELSEWHERE = {
    "account_": "the sign-in library; tests/staff",
    "mfa_": "the sign-in library; tests/staff",
    "healthz": "tests/config",
    "readyz": "tests/config",
    "web:kit": "in the demo only; tests/web",
    "alarms:bot_key": "named by its network, not by an object; tests/alarms/test_bot_pages.py",
    "media:upload": "one person's upload, by methods of tus; tests/media/test_tus.py",
    "requests:ask_upload": "one person's upload, by methods of tus; tests/media/test_tus.py",
    "requests:upload": "one person's upload, by methods of tus; tests/media/test_tus.py",
    "requests:link_upload": "one browser's upload, by methods of tus; tests/media/test_tus.py",
    "publishing:upload": "one person's upload, by methods of tus; tests/media/test_tus.py",
    "staff:end_own_session": "everybody has other ones; tests/staff/test_sessions.py",
    "staff:switch_administration": "one's own rows elsewhere, others are 404; tests/staff/test_memberships.py",
    "staff:accept_membership": "one's own invitations, others are 404; tests/staff/test_memberships.py",
    "staff:second_factor": "what it answers depends on the person's second factor; tests/staff",
}
