"""«Качество модерации»: the second look at a month's decisions, and how often the program was right."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from veche.accounts.models import Account
from veche.accounts.order import by_network
from veche.inbox.domain.queries import accounts_listened_to, reading_of_talk
from veche.moderation import quality_lines as lines
from veche.moderation.domain import precision
from veche.moderation.domain import sample as sampling
from veche.moderation.domain.agreement import agreement_about, agreement_of
from veche.moderation.domain.norms import norms_of
from veche.moderation.domain.offers import open_offers
from veche.moderation.domain.terms import grounds_for
from veche.moderation.domain.thresholds import measures_of
from veche.moderation.enums import KEPT, Ground
from veche.moderation.errors import ModerationError
from veche.moderation.models import Sample, SecondLook
from veche.screening.advice import ENOUGH
from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.models import Administration, Person

# Offered thresholds that are drawn; the others are on their page.
CHARTS = 3
VERDICTS = dict(Ground.choices) | {KEPT: "Оставить"}


@require_GET
@permission_required("moderation.see")
def quality(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    samples = list(Sample.objects.of(me.administration)[:24])
    wanted = request.GET.get("month", "")
    shown = next((one for one in samples if f"{one.month:%Y-%m}" == wanted), samples[0] if samples else None)
    context: dict[str, Any] = {
        "samples": [(one, f"{one.month:%Y-%m}", one == shown) for one in samples],
        "sample": shown,
        "size": sampling.size_of(me.administration),
        "waiting": sampling.waiting_for(me).count() if may(me, "moderation.decide") else 0,
        "may_tune": may(me, "moderation.tune"),
        "zone": me.administration.time_zone,
    }
    if shown:
        context |= _of_sample(shown, me) | _of_sample_before(shown, samples)
    accounts = list(accounts_listened_to(me.administration).order_by(by_network(), "title"))
    context |= _of_weeks(me.administration, accounts, request.GET.get("account", ""))
    context |= _of_thresholds(me, accounts)
    return render(request, "moderation/quality.html", context)


def _of_weeks(administration: Administration, accounts: Sequence[Account], wanted: str) -> dict[str, Any]:
    """The program's precision by ground and week, in the chosen account or in all."""
    chosen = next((one for one in accounts if str(one.pk) == wanted), None)
    found = precision.precisions(administration, chosen)
    weeks = precision.weeks_over(administration)
    return {
        "accounts": accounts,
        "chosen": chosen,
        "precisions": found,
        "proposed": sum(one.number for one in found),
        "confirmed": sum(one.confirmed for one in found),
        "this_week": 0 if found else precision.decided_this_week(administration, chosen),
        "weeks": [
            (week, [(one.ground.label, *one.weeks[at]) for one in found if one.weeks[at][1]])
            for at, week in enumerate(weeks)
        ][::-1],
        "enough": ENOUGH,
    }


def _of_thresholds(me: Person, accounts: Sequence[Account]) -> dict[str, Any]:
    """What the decisions say of the offered thresholds, else of the one with the most decisions."""
    offers = list(open_offers(me.administration))
    found = measures_of(me.administration, accounts)
    measures = {account: found[account.pk] for account in accounts}
    charts = [
        lines.chart_of_offer(
            one, may_take=may(me, "moderation.take_offer", one), may_leave=may(me, "moderation.leave_offer", one)
        )
        for one in offers[:CHARTS]
    ]
    most = None if charts else lines.chart_of_most(measures)
    return {
        "charts": [most] if most else charts,
        "offers": len(offers),
        "grounds": lines.ground_lines(measures),
        "marks": sum(one.marks for own in measures.values() for one in own),
    }


def _of_sample(shown: Sample, me: Person) -> dict[str, Any]:
    looks = sampling.judged(shown)
    pairs = [sampling.pair_of(one) for one in looks]
    there = [name for name in VERDICTS if any(first == name for first, _ in pairs)]
    apart = [(one, first, second) for one, (first, second) in zip(looks, pairs, strict=True) if first != second]
    return {
        "drawn": shown.looks.count(),
        "whole": agreement_of(pairs),
        "by_ground": [(VERDICTS[name], agreement_about(name, pairs)) for name in there],
        "apart": [
            (_words(one, may(me, "inbox.see", one.ruling.message)), VERDICTS[first], VERDICTS[second])
            for one, first, second in apart
        ],
    }


def _of_sample_before(shown: Sample, samples: Sequence[Sample]) -> dict[str, Any]:
    """The agreement of the sample before, beside that of the shown one."""
    before = next((one for one in samples if one.month < shown.month), None)
    pairs = [sampling.pair_of(one) for one in sampling.judged(before)] if before else []
    return {"before": before, "whole_before": agreement_of(pairs)}


def _words(look: SecondLook, readable: bool) -> str:
    return (look.ruling.message.text[:200] or "снимок без слов") if readable else "личное сообщение"


@require_GET
@permission_required("moderation.see")
def model_card(request: HttpRequest) -> HttpResponse:
    return render(request, "moderation/model_card.html")


@require_GET
@permission_required("moderation.decide")
def second_look(request: HttpRequest) -> HttpResponse:
    """The next decision of somebody else, without its verdict."""
    me = person_of(request)
    rows = sampling.waiting_for(me)
    related = ("ruling__message__account", "ruling__message__conversation__act", "sample")
    look = rows.select_related(*related).first()
    context: dict[str, Any] = {"look": look, "left": rows.count(), "zone": me.administration.time_zone}
    if look:
        message, norms = look.ruling.message, norms_of(me.administration)
        context |= {
            "message": message,
            "talk": reading_of_talk(message).read(),
            "grounds": [(one.value, one.label, norms[one]) for one in grounds_for(message)],
            "kept": KEPT,
        }
    return render(request, "moderation/second_look.html", context)


@require_POST
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    look = own_allowed(request, SecondLook, "moderation.decide", pk=pk)
    try:
        sampling.judge(look=look, by=person_of(request), verdict=request.POST.get("verdict", ""))
    except ModerationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Записали. Прежнее решение не изменилось.")
    return redirect("moderation:second_look")


@require_POST
@permission_required("moderation.tune")
def change_sample(request: HttpRequest) -> HttpResponse:
    me, typed = person_of(request), request.POST.get("size", "").strip()
    try:
        sampling.change_size(
            administration=me.administration, by=me, size=int(typed) if typed.isdecimal() and len(typed) < 5 else -1
        )
    except ModerationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Запомнили: столько решений возьмём из следующего месяца.")
    return redirect("moderation:quality")
