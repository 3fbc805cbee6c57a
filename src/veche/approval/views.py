"""The approval queue and one step. The decision is a view of `publishing`, as an approval plans deliveries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.accounts.models import Account
from veche.accounts.order import in_order
from veche.approval.domain import queries, single_person
from veche.approval.domain.authors import authors
from veche.approval.domain.edit_routes import archive_route, save_route
from veche.approval.domain.outlook import networks_for, outlook_of
from veche.approval.domain.participants import participation
from veche.approval.domain.reviews import my_reviews as reviews_of
from veche.approval.domain.reviews import open_reviews
from veche.approval.domain.route_lines import route_lines
from veche.approval.domain.sheet import Sheet, StepOfPost, find_step, read_sheet
from veche.approval.domain.silence import counts_at
from veche.approval.errors import ApprovalError
from veche.approval.forms import QUICK_REASONS, DecisionForm, HastenForm, route_forms
from veche.approval.models import Route, Step
from veche.approval.words import being_rewritten, silence_of, since_your_yes
from veche.compliance.domain.standard import Standard, reading_of_standard
from veche.kernel.clock import local, now
from veche.kit.menu import set_count
from veche.posts.domain.changes import Changes, changes
from veche.posts.domain.ignored_findings import reading_of_ignored
from veche.posts.domain.labels import labels_of
from veche.posts.domain.looks import looks
from veche.posts.domain.own_texts import own_texts
from veche.posts.domain.proofreading import Kept, proofread_all, text_media_of
from veche.posts.domain.reasons import Reasons, forbidden_in, reading_of_reasons
from veche.posts.domain.rendering import draft_of
from veche.posts.domain.rights import rights_in
from veche.posts.lines import discussion_in, readings_of_discussion
from veche.posts.models import PostVersion
from veche.posts.passages import offered_words
from veche.posts.remark_places import shortly, with_places
from veche.staff.access import authorise, may, own_allowed, permission_required, person_of
from veche.staff.enums import Role
from veche.staff.models import Person


@require_GET
@permission_required("approval.see")
def queue(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    city, mine = me.administration, queries.asked_of(me)
    set_count(request, "approval", len(mine))
    waiting = list(queries.waiting(city))
    goes, my_reviews = networks_for(waiting), reviews_of(me)
    reviews = [(step, step.pk in my_reviews) for step in open_reviews(city)]
    context = {
        "mine": [(step, goes[step.pk]) for step in waiting if step.pk in mine],
        "others": [(step, goes[step.pk]) for step in _of_others(waiting, mine)],
        "reviews": reviews,
        "decided": queries.decided_lately(city),
        "zone": city.time_zone,
        "now": now(),
        "decides": may(me, "approval.decide") or bool(mine) or any(is_mine for _, is_mine in reviews),
    }
    return render(request, "approval/list.html", context)


def _of_others(waiting: Sequence[Step], mine: Collection[int]) -> list[Step]:
    """The most urgent step of each sheet that does not wait for this person."""
    read = {step.sheet_id for step in waiting if step.pk in mine}
    return queries.one_of_each_sheet(step for step in waiting if step.sheet_id not in read)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    me = person_of(request)
    authorise(me, "approval.see")
    return show(request, pk, DecisionForm())


def show(
    request: HttpRequest, pk: int, form: DecisionForm, *, hastening: HastenForm | None = None, status: int = 200
) -> HttpResponse:
    """Render the sheet of a step with its form, also after the form was refused.

    Raises Http404 if the reader's administration has no such step.
    """
    me = person_of(request)
    asked = find_step(me, pk)
    if asked is None:
        raise Http404
    step = asked.step
    sheet, queue, marks, said = _read(me, asked)
    set_count(request, "approval", sum(one.is_mine for one in queue))  # type: ignore[attr-defined] # annotated
    place, of = queries.position_in(step, queue)
    own_step = queries.own_step_among(asked.steps, queue)
    may_decide = own_step == step or step.pk in asked.held
    item = sheet.version.post.plan_item
    accounts = sheet.version.own_accounts or list(item.accounts.all())
    comparison = _comparison(step, sheet, accounts, request.GET.get("view"))
    context = {
        "item": item,
        "zone": me.administration.time_zone,
        "place": place,
        "of": of,
        "own_step": own_step,
        "form": form,
        "reasons": QUICK_REASONS,
        "hastening": hastening or HastenForm(),
        "rewriting": _rewriting(step, sheet, is_asked=may_decide),
        **_compared(me, asked, sheet, comparison),
        **_content(step, sheet, accounts, comparison.changes),
        **_proofs(step, sheet, marks, me.administration.time_zone),
        **_signatures(me, asked, sheet, may_decide=may_decide),
        **_words(me, asked, sheet, said, None if comparison.clean else comparison.changes, decides=may_decide),
    }
    return render(request, "approval/detail.html", context, status=status)


class _Marks(NamedTuple):
    """What the proofreading of a sheet's text goes by: words let go, the city's standard, reasons given."""

    ignored: Kept
    standard: Standard
    reasons: Reasons


def _read(me: Person, asked: StepOfPost) -> tuple[Sheet, Sequence[Step], _Marks, Sequence[Any]]:
    """The sheet, the reader's queue, and what is read together with them. The last: of `readings_of_discussion`."""
    post = asked.step.sheet.version.post
    besides = [
        queries.reading_of_queue(me),
        reading_of_ignored(post),
        reading_of_standard(me.administration),
        reading_of_reasons(post),
        *readings_of_discussion(post, me),
    ]
    sheet, (queue, ignored, standard, reasons, *said) = read_sheet(asked, me, besides)
    return sheet, queue, _Marks(ignored, standard, reasons), said


@dataclass(frozen=True, slots=True)
class _Comparison:
    """The version beside the one that the reader knows, `before`; None if there is none.

    `placed`: how its hour and networks change. `clean`: the whole text is shown instead of the changes.
    """

    before: PostVersion | None
    changes: Changes | None
    placed: queries.PlaceChange
    clean: bool


def _comparison(step: Step, sheet: Sheet, accounts: Sequence[Account], view: str | None) -> _Comparison:
    """`view`: «clean» or «diff», as the address says; None: the whole text only where nothing has changed."""
    before = sheet.known or _compared_with(sheet.agreed, sheet.remark)
    found = changes(before, sheet.version) if before else None
    # «Перенести» moves an agreed version in the plan: its sheet keeps an hour that is not in force any more.
    asked_before = None if _is_open(step) and before == sheet.agreed else before
    placed = queries.place_change(sheet.version, asked_before, accounts)
    view = ("" if found or placed else "clean") if view is None else view
    return _Comparison(before, found, placed, clean=before is None or view == "clean")


def _compared(me: Person, asked: StepOfPost, sheet: Sheet, comparison: _Comparison) -> dict[str, object]:
    """How the version differs from the one that the reader knows, and what was said of that one."""
    is_new = bool(comparison.changes or comparison.placed)
    return {
        "since": since_your_yes(me, asked.last_said, changed=is_new) if sheet.known and _is_open(asked.step) else "",
        "remark": sheet.remark,
        "before": comparison.before,
        "changes": comparison.changes,
        "placed": comparison.placed,
        "clean": comparison.clean,
    }


def _proofs(step: Step, sheet: Sheet, marks: _Marks, zone: str) -> dict[str, object]:
    """What the program found in the texts, as of the day on which they go out."""
    version = sheet.version
    goes_at = step.sheet.opened_at if step.sheet.correction else version.hour
    day = local(goes_at, zone).date()
    found = proofread_all(draft_of(version), marks.ignored, marks.standard, day=day, media=text_media_of(version))
    return {"proofs": found, "forbidden": forbidden_in(found, marks.reasons, version)}


def _content(step: Step, sheet: Sheet, accounts: Sequence[Account], found: Changes | None) -> dict[str, object]:
    """What goes out, where and how it will look. `found`: its changes."""
    version = sheet.version
    networks, outlook = in_order({account.network for account in accounts}), outlook_of(step, accounts)
    return {
        "version": version,
        "networks": outlook.by_itself if step.sheet.correction else networks,
        "outlook": outlook,
        "late": version.hour < now(),
        "own_texts": own_texts(version, networks, sheet.agreed, found),
        "looks": looks(version, accounts, at=version.hour),
        "rights": rights_in(version, at=now() if step.sheet.correction else version.hour),
        "labels": labels_of(version).words,
    }


def _signatures(me: Person, asked: StepOfPost, sheet: Sheet, *, may_decide: bool) -> dict[str, object]:
    """Who has signed, whose answer is awaited, and what the reader may do about it."""
    step, is_open = asked.step, _is_open(asked.step)
    signers = queries.signers_of(sheet.version, asked.steps, holders=sheet.holders)
    return {
        "step": step,
        "decision": getattr(step, "decision", None),
        "is_open": is_open,
        "silence": silence_of(step, counts_at(step)) if is_open and step.silence and not step.later else None,
        "newer": asked.newer if step.sheet.closed_at else None,
        "signers": signers,
        "people": next(signer.people for signer in signers if signer.step.pk == step.pk),
        "awaited": _awaited(step, signers),
        "alone": any(one.decision is not None and one.decision.alone for one in signers),
        "yeses_left": 0
        if step.sheet.closed_at
        else sum(one.decision is None and not one.step.later for one in signers),
        "may_decide": may_decide,
        "is_own": me.pk in authors(sheet.version) and (step.later or not step.sheet.single_person),
        "may_hasten": is_open and _may_hasten(me, step, signers),
    }


def _is_open(step: Step) -> bool:
    """Whether the step can still be decided."""
    if getattr(step, "decision", None) is not None:
        return False
    return bool(step.review_open) if step.later else step.sheet.closed_at is None


def _rewriting(step: Step, sheet: Sheet, *, is_asked: bool) -> str:
    """What the sheet says while the press writes a newer version; "" if none is written or nobody is asked."""
    if not sheet.is_rewritten or step.sheet.closed_at is not None:
        return ""
    return being_rewritten(own_words=sheet.has_own_words, is_asked=is_asked)


def _words(
    me: Person, asked: StepOfPost, sheet: Sheet, said: Sequence[Any], found: Changes | None, *, decides: bool
) -> dict[str, object]:
    """What is suggested and said about the text, for whoever takes part in it. `said`: what was read of it.

    `found`: the changes, if they are shown instead of the text.
    """
    version, post = sheet.version, sheet.version.post
    participation(me, post, asked.of_post)  # so that the permission reads no steps again
    if not (decides or may(me, "approval.take_part", post)):
        return {"takes_part": False}
    is_newest = not sheet.is_rewritten and asked.newer is None and version.dropped_at is None
    discussion = discussion_in(post, said, version if is_newest else None)
    compared = found.common if found else None
    offered = offered_words(discussion, version.text, compared=compared)
    return {
        "takes_part": True,
        "item_post": post,
        "discussion": discussion,
        "offered": with_places(offered, discussion.remarks, version.text, compared=compared),
        "remarks": shortly(discussion.remarks),
        "may_write": may(me, "posts.write", post),
    }


def _may_hasten(me: Person, step: Step, signers: Sequence[queries.Signer]) -> bool:
    """Whether others are still to sign, and the person may release the version without them."""
    others = [one for one in signers if one.decision is None and one.step.role != Role.PRESS_HEAD]
    admitted = step.sheet.single_person or me.pk not in authors(step.sheet.version)
    return bool(others) and not step.later and admitted and may(me, "approval.hasten", step)


def _awaited(step: Step, signers: Sequence[queries.Signer]) -> list[queries.Signer]:
    """Whose answers the sheet awaits; none if it is closed."""
    if step.sheet.closed_at is not None:
        return []
    return [signer for signer in signers if signer.is_asked and not signer.step.later]


def _compared_with(agreed: PostVersion | None, remark: queries.Remark | None) -> PostVersion | None:
    """The version to compare with: the returned one if it is newer than the approved one, else the approved one."""
    if remark and (agreed is None or remark.version.number > agreed.number):
        return remark.version
    return agreed


@require_GET
@permission_required("approval.see_routes")
def routes(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    lines = route_lines(me.administration)
    context = {
        "lines": lines,
        "has_default": any(line.route.is_default for line in lines),
        "may_route": may(me, "approval.route"),
        "may_switch": may(me, "approval.single_person"),
        "mode": single_person.settings_of(me.administration),
        "zone": me.administration.time_zone,
    }
    return render(request, "approval/routes.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("approval.route")
def add(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, own_allowed(request, Route, "approval.route", pk=pk, archived_at=None))


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    route = own_allowed(request, Route, "approval.route", pk=pk)
    archive_route(route=route, by=person_of(request))
    messages.success(request, "Маршрут убрали. Записи, о которых уже спросили, дойдут по нему до конца.")
    return redirect("approval:routes")


@require_POST
@permission_required("approval.single_person")
def switch(request: HttpRequest) -> HttpResponse:
    """`on`: «1» allows one person to approve their own text."""
    me = person_of(request)
    single_person.switch(administration=me.administration, by=me, on=request.POST.get("on") == "1")
    return redirect("approval:routes")


def _edit(request: HttpRequest, route: Route | None) -> HttpResponse:
    me = person_of(request)
    form, steps = route_forms(me.administration, route, request.POST if request.method == "POST" else None)
    if request.method == "POST" and all([form.is_valid(), *(step.is_valid() for step in steps)]):
        said = [step.cleaned_data for step in steps if not step.is_empty]
        try:
            save_route(administration=me.administration, by=me, said=form.cleaned_data, steps=said, route=route)
        except ApprovalError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Маршрут сохранили. Он действует для записей, которые пришлют теперь.")
            return redirect("approval:routes")
    context: dict[str, Any] = {"form": form, "steps": steps, "route": route}
    refused = form.errors or any(step.errors for step in steps)
    return render(request, "approval/route_form.html", context, status=422 if refused else 200)
