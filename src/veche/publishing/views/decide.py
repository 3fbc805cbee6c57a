"""Approve or return a version. The last approval plans deliveries, so this view is here, not in `approval`."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from veche.approval import views as approval
from veche.approval.domain.decide import is_approved
from veche.approval.enums import Verdict
from veche.approval.errors import AlreadyDecided, ApprovalError
from veche.approval.forms import DecisionForm, HastenForm
from veche.approval.models import Step
from veche.kernel.clock import now
from veche.kit.moments import spoken
from veche.outbox.message_views import say_sent
from veche.plan.errors import PlanError
from veche.publishing.domain.release import decide_and_release, hasten_and_release
from veche.publishing.domain.standing import is_out
from veche.publishing.errors import PublishingError
from veche.staff.access import own_allowed, person_of

REVIEWED = {
    Verdict.YES: "Проверили, в журнале это записано.",
    Verdict.RETURN: "Замечание записали. Запись стоит в сетях: исправит её пресс-служба.",
}


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide; a second press or approver changes nothing and is shown the decision. `pk`: of the step."""
    step = own_allowed(request, Step, "approval.decide", pk=pk)
    me = person_of(request)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return approval.show(request, pk, form, status=422)
    verdict = form.cleaned_data["verdict"]
    try:
        decide_and_release(step=step, by=me, verdict=verdict, note=form.cleaned_data["note"])
    except AlreadyDecided as error:
        if (error.decision.person_id, error.decision.verdict) != (me.pk, verdict):
            messages.warning(request, str(error))
        return redirect("approval:list")
    except (ApprovalError, PublishingError, PlanError) as error:
        form.add_error("note" if verdict == Verdict.RETURN else None, str(error))
        return approval.show(request, pk, form, status=422)
    planned = step.sheet.version.deliveries.select_related("act__administration")
    say_sent(request, [one.act for one in planned], _outcome(step, verdict), done="Согласовано.")
    return redirect("approval:list")


@require_POST
def hasten(request: HttpRequest, pk: int) -> HttpResponse:
    """Release at once with one signature; the others review it later. `pk`: of any step of the sheet."""
    step = own_allowed(request, Step, "approval.hasten", pk=pk)
    form = HastenForm(request.POST)
    if form.is_valid():
        try:
            hasten_and_release(step=step, by=person_of(request), why=form.cleaned_data["why"])
        except (ApprovalError, PublishingError, PlanError) as error:
            form.add_error(None, str(error))
    if form.errors:
        return approval.show(request, pk, DecisionForm(), hastening=form, status=422)
    planned = step.sheet.version.deliveries.select_related("act__administration")
    said = "Согласовано срочно. Остальные проверят потом: их подписи ждут в «Согласовании»."
    say_sent(request, [one.act for one in planned], said, done="Согласовано срочно.")
    return redirect("approval:list")


def _outcome(step: Step, verdict: Verdict) -> str:
    if step.later:
        return REVIEWED[verdict]
    if verdict == Verdict.RETURN:
        return "Вернули с замечанием. Исправят и пришлют снова."
    version = step.sheet.version
    if not is_approved(version):
        return "Ваше «да» есть. Дальше ответят остальные, потом запись выйдет."
    if is_out(version.post):
        return "Согласовано. Правка уходит в сети."
    if version.hour <= now():
        return "Согласовано. Уходит сейчас."
    return f"Согласовано. Выйдет {spoken(version.hour, step.administration.time_zone)}."
