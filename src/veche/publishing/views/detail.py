"""The list of publications, and one publication: frozen text, approvals, state in each network."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from veche.accounts.domain.queries import accounts_by_id
from veche.approval.domain.queries import decisions_of, place_between, signers_of
from veche.approval.forms import LegalFlagForm
from veche.kernel.clock import now
from veche.kit.forms import HourForm
from veche.networks.protocol import Verb
from veche.outbox.domain.by_hand import is_hour_open
from veche.outbox.domain.closure_links import ClosureLink, closure_links_of
from veche.outbox.domain.queries import ActLine, line_of
from veche.outbox.domain.states import CERTAINLY_UNSENT, OUT
from veche.outbox.enums import ActState
from veche.plan.domain.same_matter import same_as
from veche.plan.forms import ReasonForm
from veche.plan.words import shift_of
from veche.posts.domain.changes import changes
from veche.posts.domain.labels import labels_of
from veche.posts.domain.looks import Look, looks
from veche.posts.domain.queries import versions_of
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.publishing.domain import queries
from veche.publishing.domain.afterwards import Afterwards, afterwards
from veche.publishing.domain.agreed_correction import agreed_correction
from veche.publishing.domain.delivery_targets import targets
from veche.publishing.domain.earlier_versions import earlier_versions
from veche.publishing.domain.first_comment import comment_line
from veche.publishing.domain.foreign_standings import ByAccount, came_past_veche, past_veche_in, with_past_veche
from veche.publishing.domain.go_back import taken_back
from veche.publishing.domain.headline import headline_of, remark_to_mend
from veche.publishing.domain.live import Board, board_of
from veche.publishing.domain.stands import asked_of, standings_of
from veche.publishing.domain.versions import Versions, read_versions, steps_of
from veche.publishing.domain.watching import asks_again
from veche.publishing.forms import LiveForm, PollCountForm, WhenForm
from veche.publishing.models import Delivery
from veche.publishing.views.poll_board import poll_context
from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.models import Person

ON_A_PAGE = 20


@require_GET
@permission_required("posts.see")
def publications(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    state, search = request.GET.get("state", ""), request.GET.get("q", "")[:200]
    state = state if state in queries.FILTERS else ""
    found = queries.publications(me.administration, state=state, search=search)
    pages, counts = Paginator(found, ON_A_PAGE), queries.counted(me.administration)
    if not search.strip():
        pages.count = counts[state]  # the number on the chip: nothing is counted twice
    page = pages.get_page(request.GET.get("page"))
    stands = standings_of(me.administration, [asked_of(post) for post in page], accounts_by_id(me.administration))
    past = came_past_veche(me.administration, [post.plan_item_id for post in page])
    context = {
        "page": page,
        "rows": [_row(post, stands[post.pk], past.get(post.plan_item_id, {})) for post in page],
        "filters": [
            {"state": key, "word": word, "count": counts[key], "chosen": key == state}
            for key, word in queries.FILTERS.items()
            if counts[key] or key in ("", state)
        ],
        "state": state,
        "search": search,
        "zone": me.administration.time_zone,
        "may_write": may(me, "publishing.plan"),
    }
    return render(request, "publishing/list.html", context)


def _row(post: Post, stands: Sequence[queries.Standing], past: ByAccount) -> dict[str, object]:
    found = with_past_veche([*post.plan_item.accounts.all()], stands, past) if past else stands
    hour = queries.hour_of(post.plan_item, (one.published for one in found))
    return {"post": post, "hour": hour, "folded": queries.folded(found), "begun": queries.is_edit_begun(post)}


@require_GET
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, own_allowed(request, Post, "posts.see", pk=pk))


@require_GET
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who wrote which version when, and the difference of two (`?a=1&b=2`, by default the last two)."""
    post = own_allowed(request, Post, "posts.see", pk=pk)
    found = list(versions_of(post).prefetch_related("suggesters"))
    newer = _chosen(found, request.GET.get("b", ""), found[-1])
    older = _chosen(
        found, request.GET.get("a", ""), next((v for v in reversed(found) if v.number < newer.number), newer)
    )
    said = {decision.step.sheet.version_id: decision for decision in reversed(decisions_of(post))}
    context = {
        "post": post,
        "rows": [{"version": version, "decision": said.get(version.pk)} for version in reversed(found)],
        "older": older,
        "newer": newer,
        "changes": changes(older, newer),
        "placed": place_between(older, newer),
        "zone": post.administration.time_zone,
    }
    return render(request, "publishing/versions.html", context)


def show(
    request: HttpRequest,
    post: Post,
    *,
    when: HourForm | None = None,
    live: LiveForm | None = None,
    legal: LegalFlagForm | None = None,
    board: Board | None = None,
    counting: PollCountForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _standing(request, post)
    version, item = context["version"], context["item"]
    context |= poll_context(post, context["after"], counting)
    context |= {
        "looks": _looks(context),
        "when": when or WhenForm(item=item, chosen=item.accounts.all()),
        "board": board or board_of(version.post),
        "live": live or LiveForm(zone=post.administration.time_zone, prefix="live"),
        "legal": legal or LegalFlagForm(),
        "flag": getattr(version.post, "legal_flag", None),
        "late": item.publish_at < now(),
        "past": past_veche_in(item, context["accounts"]),
        "why": ReasonForm() if post.state == PostState.APPROVED else None,
        "same": same_as(item),
        "shift": shift_of(item, post.administration.time_zone),
    }
    return render(request, "publishing/detail.html", context, status=status)


@require_GET
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """What an open page polls: the state of each delivery and the buttons that follow.

    `hands`: ids of acts whose cards are on the page; only new cards are sent, because a person may be typing in the
    others, and a word in place of closed ones. `words`: the version whose text is on the page; another version's text
    and previews are sent.
    """
    post = own_allowed(request, Post, "posts.see", pk=pk)
    if not getattr(request, "htmx", False):
        return redirect("publishing:detail", pk)
    context = _standing(request, post)
    shown = request.GET.get("hands", "").split()
    context["again"] = True
    context["new_cards"] = [card for card in context["after"].cards if str(card.act.pk) not in shown]
    context["over"] = [number for number in shown if number.isdecimal() and number not in context["hands"].split()]
    context["looks"] = _looks(context) if request.GET.get("words", "") != context["words"] else []
    return render(request, "publishing/state.html", context)


def _looks(context: dict[str, Any]) -> list[Look]:
    return looks(context["version"], context["accounts"], at=context["looks_at"], out=context["out"])


def _standing(request: HttpRequest, post: Post) -> dict[str, Any]:
    """Context of the post's page and of what it polls. Reads all versions once."""
    read = read_versions(post, in_full=True)
    post, me = read.post, person_of(request)
    living = [delivery for delivery in read.deliveries if delivery.act.state != ActState.CANCELLED]
    version, after, remarks = _version_to_show(read.all, living, read.asked), afterwards(read), read.decisions
    return {
        **_of_version(read, version, living),
        **_of_deliveries(read, version, living, after, me),
        "headline": headline_of(post, living, asked=read.asked, writing=read.newest.frozen_at is None),
        "earlier_versions": earlier_versions(read),
        "taken": taken_back(read),
        "correction": agreed_correction(read),
        "returned": remark_to_mend(post, remarks),
        "remarks": remarks,
        "post": post,
        "after": after,
        "back": reverse("publishing:detail", args=[post.pk]),
        "zone": post.administration.time_zone,
        **_what_may(me, post),
    }


def _of_version(read: Versions, version: PostVersion, living: Sequence[Delivery]) -> dict[str, Any]:
    """The version on the page: its hour, words and signatures."""
    published = [delivery.act for delivery in living if delivery.act.verb == Verb.PUBLISH]
    return {
        "item": read.item,
        "hour": queries.hour_of(read.item, published),
        "own_hour": None if read.standing or read.newest.hour == read.item.publish_at else read.newest.hour,
        "looks_at": queries.hour_of(read.item, published) if published else version.hour,
        "out": {act.account.network: act.out_at for act in published if act.state in OUT},
        "version": version,
        "labels": labels_of(version).words,
        "words": f"{version.pk}{'' if version.frozen_at else '-written'}",
        "working": next((v for v in read.all if v.frozen_at is None), None),
        "versions": len(read.all),
        "signers": signers_of(version, steps_of(version)),
    }


def _of_deliveries(
    read: Versions, version: PostVersion, living: Sequence[Delivery], after: Afterwards, me: Person
) -> dict[str, Any]:
    """What became of the post in each network, and what may still change."""
    taken = {line.act.account_id for line in after.changes if _is_of_withdrawal(line)}
    shown = [one for one in read.deliveries if not _is_told(one, taken)]
    acts = [*(delivery.act for delivery in living), *(line.act for line in after.changes)]
    accounts = read.accounts_of(version)
    return {
        "accounts": accounts,
        "targets": targets(accounts, version) if not read.deliveries and not after.changes else [],
        "deliveries": _rows(shown, after.changes, closure_links_of(me, [one.act for one in shown])),
        "changes": [line for line in after.changes if _is_shown(line, taken)],
        "stand": _stand(living, after.changes),
        "can_move": all(is_hour_open(d.act) for d in living),
        "is_out": any(d.act.state in OUT for d in living),
        "hands": " ".join(str(card.act.pk) for card in after.cards),
        "every": asks_again(read.post, acts),
        "may_change": any(act.state in CERTAINLY_UNSENT for act in acts),
    }


def _stand(living: Sequence[Delivery], changes: Iterable[ActLine]) -> list[ActLine]:
    """One line for each network: its newest act, or its withdrawal."""
    lines = {delivery.account_id: line_of(delivery.act) for delivery in reversed(living)}
    return list((lines | {line.act.account_id: line for line in changes if _is_of_withdrawal(line)}).values())


def _rows(
    deliveries: Sequence[Delivery], changes: Iterable[ActLine], closures: Mapping[int, ClosureLink]
) -> list[dict[str, Any]]:
    """One row for each account: its newest act not taken back, with `earlier`, those that are over.

    Acts that are not over have their own rows.
    """
    rows: dict[int, dict[str, Any]] = {}
    comments = {one.account_id: comment for one in reversed(deliveries) if (comment := comment_line(one))}
    first = sorted(deliveries, key=lambda one: one.act.state == ActState.CANCELLED)
    for one in first:
        line = line_of(one.act)
        if one.account_id not in rows:
            rows[one.account_id] = {
                "delivery": one,
                "line": line,
                "earlier": [],
                "comment": comments.get(one.account_id),
                "closure": closures.get(one.act_id),
            }
        elif one.act.state in OUT | {ActState.CANCELLED}:
            rows[one.account_id]["earlier"].append({"delivery": one, "line": line})
        else:
            rows[-one.pk] = {"delivery": one, "line": line, "earlier": []}
    for line in changes:
        if _is_history(line) and line.act.account_id in rows:
            rows[line.act.account_id]["earlier"].append({"line": line})
    order = {one.pk: place for place, one in enumerate(deliveries)}
    return sorted(rows.values(), key=lambda row: order[row["delivery"].pk])


def _is_history(line: ActLine) -> bool:
    """Whether the act is about a pin, which the top of the page shows."""
    return line.act.state == ActState.CONFIRMED and not _is_of_withdrawal(line)


def _is_shown(line: ActLine, taken: set[int]) -> bool:
    return _is_of_withdrawal(line) or (line.act.account_id not in taken and not _is_history(line))


def _is_of_withdrawal(line: ActLine) -> bool:
    return line.act.verb == Verb.WITHDRAW


def _is_told(delivery: Delivery, taken: set[int]) -> bool:
    """Whether the withdrawal alone tells the state; acts in doubt are still shown."""
    return delivery.account_id in taken and delivery.act.state in OUT | {ActState.CANCELLED}


def _what_may(me: Person, post: Post) -> dict[str, bool]:
    return {
        "may_write": may(me, "publishing.plan", post),
        "may_settle": may(me, "outbox.decide", post),
        "may_withdraw": may(me, "publishing.withdraw", post),
        "may_flag": may(me, "approval.flag", post),
        "may_pin": may(me, "publishing.pin", post),
        "takes_part": may(me, "approval.take_part", post),
    }


def _version_to_show(
    found: Sequence[PostVersion], living: Sequence[Delivery], asked: PostVersion | None
) -> PostVersion:
    """The version that is or will be published, else the one asked about, else the newest."""
    released = {delivery.version_id for delivery in living}
    in_force = [one for one in found if one.pk in released] or [one for one in found if asked and one.pk == asked.pk]
    return (in_force or [one for one in found if one.dropped_at is None])[-1]


def _chosen(found: list[PostVersion], number: str, otherwise: PostVersion) -> PostVersion:
    return next((version for version in found if str(version.number) == number), otherwise)
