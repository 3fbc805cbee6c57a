"""A person's word: yes or no about a version, and what became of an act that a network left open."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from veche.approval import views as approval
from veche.approval.enums import Verdict
from veche.approval.errors import AlreadyDecided, ApprovalError
from veche.approval.forms import DecisionForm
from veche.approval.models import Step
from veche.kernel.clock import now
from veche.outbox.domain import desk
from veche.outbox.errors import OutboxError
from veche.outbox.models import Act
from veche.posts.templatetags.moments import spoken
from veche.publishing.domain.release import decide_and_release
from veche.staff.access import authorise, own_or_404, person_of
from veche.staff.models import Person

ANSWERS: dict[str, Callable[[Act, Person], None]] = {
    "happened": lambda act, by: desk.say_happened(act=act, by=by),
    "absent": lambda act, by: desk.say_not_happened(act=act, by=by),
    "send": lambda act, by: desk.send_now(act=act, by=by),
    "drop": lambda act, by: desk.give_up(act=act, by=by),
}
SAID = {
    "happened": gettext_lazy("Записали: вышла. Второй раз не отправим."),
    "absent": gettext_lazy("Записали: не вышла."),
    "send": gettext_lazy("Отправляем сейчас."),
    "drop": gettext_lazy("Сняли: эта запись туда не уйдёт."),
}


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` of the step. A second press, or a second approver, changes nothing and hears what was decided."""
    step = own_or_404(request, Step, pk=pk)
    me = person_of(request)
    authorise(me, "approval.decide", step)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return approval.show(request, step, form, status=422)
    verdict = form.cleaned_data["verdict"]
    try:
        decide_and_release(step=step, by=me, verdict=verdict, note=form.cleaned_data["note"])
    except AlreadyDecided as error:
        if (error.decision.person_id, error.decision.verdict) != (me.pk, verdict):
            messages.warning(request, str(error))
        return redirect("approval:list")
    except ApprovalError as error:
        form.add_error("note" if verdict == Verdict.RETURN else None, str(error))
        return approval.show(request, step, form, status=422)
    messages.success(request, _outcome(step, verdict))
    return redirect("approval:list")


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` of the act; `answer`: happened, absent, send, drop; `next`: the page to go back to."""
    act = own_or_404(request, Act, pk=pk)
    me = person_of(request)
    authorise(me, "publishing.settle", act)
    answer = request.POST.get("answer", "")
    if answer not in ANSWERS:
        messages.error(request, _("Такого ответа нет. Ничего не изменилось: обновите страницу и нажмите снова."))
        return _back(request, act)
    try:
        ANSWERS[answer](act, me)
    except OutboxError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, str(SAID[answer]))
    return _back(request, act)


def _outcome(step: Step, verdict: Verdict) -> str:
    item = step.sheet.version.post.plan_item
    if verdict == Verdict.RETURN:
        return _("Вернули с замечанием. Исправят и пришлют снова.")
    if item.publish_at <= now():
        return _("Согласовано. Уходит сейчас.")
    return _("Согласовано. Выйдет %(when)s.") % {"when": spoken(item.publish_at, step.administration.time_zone)}


def _back(request: HttpRequest, act: Act) -> HttpResponse:
    wanted = request.POST.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return redirect(wanted)
    delivery = getattr(act, "delivery", None)
    return redirect("posts:detail", delivery.version.post_id) if delivery else redirect("posts:list")
