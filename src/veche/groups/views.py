"""«Группами»: comments that wait and belong together, decided about at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from veche.cases.domain.needs import needs_of
from veche.cases.enums import How
from veche.cases.forms import AnswerForm
from veche.groups import lines
from veche.groups.domain.decide import NOTHING_LEFT, Words
from veche.groups.domain.decide import decide as decide_all
from veche.groups.domain.find import Group, find_groups
from veche.groups.domain.members import decided_before, members_of
from veche.groups.domain.recent import key_of, recent, ticked_in
from veche.groups.domain.undo import undo as undo_all
from veche.groups.enums import GroupKind, GroupVerb
from veche.groups.errors import GroupError
from veche.groups.forms import DecideForm
from veche.groups.models import GroupDecision
from veche.groups.storm_lines import on_duty_now, pulse_of
from veche.inbox.domain.comment_rate import rate_of, readings_of_rate
from veche.inbox.domain.holds import reading_of_taken
from veche.inbox.models import Hold, Message
from veche.kernel.clock import now
from veche.kit.ids import id_from
from veche.kit.menu import set_count
from veche.kit.moments import microseconds
from veche.moderation.domain.danger import reading_of_dangers
from veche.moderation.domain.norms import reading_of_norms
from veche.moderation.domain.queries import waiting_count
from veche.networks.registry import NETWORKS
from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.models import Administration, Person
from veche.staff.together import read_together

# Larger groups stand first; the others come when these are done.
PAGE = 20


@require_GET
@permission_required("groups.see")
def groups(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    if getattr(request, "htmx", False) and request.GET.get("part") == "recent":
        set_count(request, "inbox", waiting_count(me.administration, private=may(me, "inbox.see_private")))
        return render(request, "groups/list.html#recent", _recent(me) | {"network": _network(request.GET)})
    back = _taken_back(request)
    begun = {"text": back.text, "how": back.how} if back and back.text else {"how": How.EACH}
    chosen = lines.Chosen(ticked_in(back), back.ground) if back else lines.ALL
    wanted = request.GET.get("group", "")
    page = _page(me, wanted, _network(request.GET), AnswerForm(initial=begun), chosen)
    return render(request, "groups/list.html", page)


def _taken_back(request: HttpRequest) -> GroupDecision | None:
    """The decision that was undone a moment ago: its group is shown as it was sent."""
    number = id_from(request.GET.get("again", ""))
    rows = GroupDecision.objects.of(person_of(request).administration_id).filter(undone_at__isnull=False)
    return rows.filter(pk=number).first() if number else None


@require_POST
@permission_required("groups.decide")
def decide(request: HttpRequest) -> HttpResponse:
    """Ten seconds later each chosen comment gets its decision."""
    form = DecideForm(request.POST)
    network = _network(request.POST)
    here, onward = (lines.address(request.POST.get(name, "")[:40], network) for name in ("group", "next"))
    if not form.is_valid():
        messages.error(request, "Страница устарела. Ничего не изменилось, решите ещё раз.")
        return redirect(reverse("groups:list"))
    said = form.cleaned_data
    if said["verb"] == GroupVerb.ANSWER:
        return _answer(request, form, onward)
    kind, verb = GroupKind(said["kind"]), GroupVerb(said["verb"])
    try:
        decide_all(by=person_of(request), kind=kind, verb=verb, chosen=form.chosen, ground=said["ground"])
    except GroupError as error:
        messages.error(request, str(error))
        return redirect(here)
    return redirect(onward)


def _answer(request: HttpRequest, form: DecideForm, onward: str) -> HttpResponse:
    """One answer to all; a refused one is shown again with its text and its ticks."""
    typed, kind = AnswerForm(request.POST), GroupKind(form.cleaned_data["kind"])
    if typed.is_valid():
        words = Words(typed.cleaned_data["text"], typed.cleaned_data["how"])
        try:
            decide_all(by=person_of(request), kind=kind, verb=GroupVerb.ANSWER, chosen=form.chosen, words=words)
        except GroupError as error:
            typed.add_error("text", str(error))
        else:
            return redirect(onward)
    return render(request, "groups/list.html", _page_typed(request, typed, form), status=422)


@require_POST
@permission_required("groups.decide")
def check(request: HttpRequest) -> HttpResponse:
    """Judge the answer as it is typed. Nothing is saved or sent."""
    typed = AnswerForm(request.POST)
    typed.is_valid()
    begun = AnswerForm(initial={name: request.POST.get(name, "") for name in ("text", "how")})
    page = _page_typed(request, typed if typed.errors else begun, DecideForm(request.POST))
    return render(request, "groups/list.html", page, status=422 if typed.errors else 200)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    decision = own_allowed(request, GroupDecision, "groups.decide", pk=pk)
    try:
        undo_all(decision=decision, by=person_of(request))
    except GroupError as error:
        messages.error(request, str(error))
    else:
        if decision.case_id is not None:
            place = "#not-ours" if decision.whose else "#reply"
            return redirect(reverse("cases:detail", args=[decision.case_id]) + place)
        return redirect(lines.address(key_of(decision), _network(request.POST), str(decision.pk)))
    return redirect("groups:list")


def _page_typed(request: HttpRequest, typed: AnswerForm, form: DecideForm) -> dict[str, Any]:
    """The page with an answer that was not sent; apart from the panel if the group is gone, as it shows another one."""
    wanted, network = request.POST.get("group", "")[:40], _network(request.POST)
    page = _page(person_of(request), wanted, network, typed, lines.Chosen(form.chosen))
    if page["opened"]:
        return page
    why = next(iter(typed.errors.get("text", ())), NOTHING_LEFT)
    return page | {"typed": AnswerForm(), "needs": needs_of(""), "gone": why, "text": typed["text"].value() or ""}


def _network(said: QueryDict) -> str:
    """The network whose comments alone are shown; "" for all."""
    slug = said.get("net", "")
    return slug if slug in NETWORKS else ""


def _page(me: Person, wanted: str, network: str, typed: AnswerForm, begun: lines.Chosen) -> dict[str, Any]:
    city = me.administration
    found = find_groups(city, network)
    shown = found.groups[:PAGE]
    asked = next((one for one in found.groups if one.key == wanted), None)
    chosen = asked or next(iter(shown), None)
    listed = [*shown, *([chosen] if chosen and chosen not in shown else [])]
    norms, dangers, taken, *rate = read_together(
        reading_of_norms(city),
        reading_of_dangers(city, private=False),
        reading_of_taken(city),
        *readings_of_rate(city),
    )
    rows = _rows(me, listed, chosen, network, taken)
    return {
        "rows": list(rows.values()),
        "more": len(found.groups) - len(listed),
        "alone": len(found.alone),
        "grouped": sum(len(one.members) for one in found.groups),
        "dangers": dangers,
        "opened": asked is not None,
        "panel": _panel(me, chosen, shown, rows, norms, begun if asked else lines.ALL) if chosen else None,
        "typed": typed,
        "needs": needs_of(typed["text"].value() or ""),
        "case": chosen.number if chosen and chosen.kind == GroupKind.CASE else None,
        "may_decide": may(me, "groups.decide"),
        "drawn": microseconds(now()),
        "pulse": pulse_of(rate_of(*rate)),
        "on_duty": on_duty_now(me, taken),
        "network": network,
        "here": lines.address(asked.key if asked else "", network),
        "all_groups": lines.address("", network),
        "alone_url": reverse("web:inbox") + (f"?net={network}" if network else ""),
        "networks": _networks(found.networks, network),
        **_recent(me),
    }


def _rows(
    me: Person, listed: Sequence[Group], chosen: Group | None, network: str, taken: Sequence[Hold]
) -> dict[str, lines.GroupLine]:
    """Lines of the groups by their keys."""
    examples = _examples(me.administration, listed)
    opened = chosen.key if chosen else ""
    return {
        one.key: lines.line_of(one, examples[one.key], chosen=opened, network=network, busy=_busy(one, taken, me))
        for one in listed
    }


def _networks(numbers: Mapping[str, int], chosen: str) -> list[tuple[str, str, int, bool]]:
    """Chips of the networks from which comments wait: badge, address, number and whether it is chosen.

    A press on the chosen one shows all again.
    """
    return [
        (NETWORKS[slug].names.badge, lines.address("", "" if slug == chosen else slug), numbers[slug], slug == chosen)
        for slug in NETWORKS
        if numbers.get(slug) or slug == chosen
    ]


def _busy(group: Group, taken: Sequence[Hold], me: Person) -> list[str]:
    """Names of colleagues who have taken comments of the group."""
    there = {one.pk for one in group.members}
    names = (one.person.display_name for one in taken if one.message_id in there and one.person_id != me.pk)
    return list(dict.fromkeys(names))


def _panel(
    me: Person,
    chosen: Group,
    shown: Sequence[Group],
    rows: dict[str, lines.GroupLine],
    norms: dict[str, str],
    begun: lines.Chosen,
) -> lines.Panel:
    keys = [one.key for one in shown]
    here = keys.index(chosen.key) + 1 if chosen.key in keys else 0
    return lines.panel_of(
        rows[chosen.key],
        chosen,
        members_of(chosen, me),
        zone=me.administration.time_zone,
        norms=norms,
        decided=decided_before(chosen, me.administration),
        next_key=next((key for key in keys[here:] + keys[:here] if key != chosen.key), ""),
        begun=begun,
    )


def _examples(city: Administration, groups: Sequence[Group]) -> dict[str, list[Message]]:
    """The first comments of each group, by its key. One query."""
    wanted = {one.key: [member.pk for member in one.members[: lines.EXAMPLES]] for one in groups}
    ids = [pk for some in wanted.values() for pk in some]
    rows = Message.objects.of(city).select_related("account", "conversation", "in_case__case").in_bulk(ids)
    return {key: [rows[pk] for pk in some if pk in rows] for key, some in wanted.items()}


def _recent(me: Person) -> dict[str, Any]:
    may_undo, may_open = may(me, "groups.decide"), may(me, "cases.see")
    found = [lines.recent_line(one, may_undo=may_undo, may_open_case=may_open) for one in recent(me.administration)]
    return {"recent": found, "moving": any(one.moving for one in found)}
