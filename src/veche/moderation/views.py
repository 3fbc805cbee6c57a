"""Decide about a comment, and show the evidence of deletions."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_GET, require_POST

from veche.inbox.domain import stuck
from veche.inbox.enums import MessageState
from veche.inbox.errors import InboxError
from veche.inbox.models import Message
from veche.moderation.domain import rule, settle
from veche.moderation.domain import undo as undoing
from veche.moderation.domain.deleting import way_to_delete
from veche.moderation.domain.deletions import deletions, for_list
from veche.moderation.domain.evidence_integrity import faults_of, said_of
from veche.moderation.domain.notices import notices_of
from veche.moderation.domain.queries import rulings_of
from veche.moderation.domain.restorable import why_not_restorable
from veche.moderation.enums import Ground
from veche.moderation.errors import ModerationError
from veche.moderation.forms import DecisionForm, DeleteForm
from veche.moderation.lines import (
    PICKED,
    chain_context,
    copy_context,
    keeping_context,
    pieces_of,
    shots_of,
    wordings_of,
)
from veche.moderation.models import Ruling
from veche.outbox.enums import ActState
from veche.outbox.message_views import say_sent
from veche.outbox.words import word_of
from veche.staff.access import authorise, may, own_allowed, permission_required, person_of
from veche.staff.next_page import next_page

# As many as the queue of comments: with twice as many the page took twice as long.
PAGE = 25


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    message = own_allowed(request, Message, "moderation.decide", pk=pk)
    me = person_of(request)
    form = DeleteForm(request.POST)
    chosen = form.cleaned_data if form.is_valid() else {}
    return _decided(
        request,
        message,
        lambda: rule.delete(message=message, by=me, ground=chosen.get("ground", ""), shown=form.shown),
        said=_told_of_deletion,
        picked=chosen.get("ground", ""),
    )


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    message = own_allowed(request, Message, "moderation.decide", pk=pk)
    me = person_of(request)
    shown = DecisionForm(request.POST).shown
    return _decided(
        request,
        message,
        lambda: rule.keep(message=message, by=me, shown=shown),
        said=lambda _: "Оставили: не нарушение.",
        undoable=True,
    )


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    message = own_allowed(request, Message, "moderation.decide", pk=pk)
    me = person_of(request)
    return _decided(
        request,
        message,
        lambda: rule.restore(message=message, by=me),
        said=lambda ruling: "Возвращаем. Через минуту он снова на месте." if ruling.act else "Открыли снова.",
    )


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    ruling = own_allowed(request, Ruling, "moderation.decide", pk=pk)
    me = person_of(request)
    try:
        undoing.undo(ruling=ruling, by=me)
    except ModerationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Отменили. Комментарий остался на месте.")
    return redirect(_place(request, ruling.message_id))


@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about a deletion or restoration that got stuck."""
    ruling = own_allowed(request, Ruling, "moderation.decide", pk=pk)
    me = person_of(request)
    if ruling.act is None:
        raise Http404
    try:
        stuck.say(act=ruling.act, what=request.POST.get("what", ""), by=me)
        settle.settle()
    except InboxError as error:
        messages.error(request, str(error))
    return redirect(_place(request, ruling.message_id))


@require_GET
@permission_required("moderation.see")
def deleted(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    ground = request.GET.get("ground", "")
    ground = ground if ground in Ground.values else ""
    lately = request.GET.get("since", "") == "week"
    found = for_list(deletions(me.administration, ground=ground, lately=lately))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    reads = may(me, "inbox.see_private")
    lines = [(ruling, word_of(ruling.act) if ruling.act else "закрыто у нас", _words(ruling, reads)) for ruling in page]
    grounds = [(choice.value, choice.label, choice == ground) for choice in Ground]
    return render(
        request,
        "moderation/list.html",
        {
            "page": page,
            "lines": lines,
            "ground": ground,
            "grounds": grounds,
            "lately": lately,
            "zone": me.administration.time_zone,
        },
    )


@require_GET
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    me = person_of(request)
    rows = deletions(me.administration, taken_back=True).select_related("message__conversation__act", "undone_by")
    ruling = get_object_or_404(rows, pk=pk)
    authorise(me, "moderation.see", ruling)
    message, kept, said = ruling.message, getattr(ruling, "evidence", None), said_of(ruling)
    gives = kept is not None and may(me, "moderation.hand_over", ruling)
    wordings = wordings_of(kept) if kept and may(me, "inbox.see", message) else []
    return render(
        request,
        "moderation/evidence.html",
        {
            "ruling": ruling,
            "evidence": kept,
            "said": said,
            "wordings": wordings,
            "pieces": pieces_of(ruling, wordings[-1]["text"]) if wordings else [],
            "shots": shots_of(kept) if kept and may(me, "inbox.see", message) else [],
            "faults": faults_of(kept, said) if kept else [],
            "act_word": word_of(ruling.act) if ruling.act else "",
            "message": message,
            "later": [later for later in rulings_of(message) if later.pk > ruling.pk],
            "why_not_restorable": "" if message.private else why_not_restorable(message.account),
            "may_read": may(me, "inbox.see", message),
            "notices": notices_of(ruling) if may(me, "moderation.decide", ruling) else [],
            "may_restore": message.state == MessageState.DELETED and may(me, "moderation.decide", message),
            "zone": me.administration.time_zone,
            **chain_context(ruling, may_read=may(me, "inbox.see", message)),
            **keeping_context(
                ruling,
                reverse("moderation:hold_ruling", args=[ruling.pk]),
                may_hold=may(me, "moderation.hold", ruling),
            ),
            **(copy_context(ruling, reverse("moderation:ruling_copy", args=[ruling.pk])) if gives else {}),
        },
    )


def _words(ruling: Ruling, reads: bool) -> str:
    """What a line calls it; `reads`: the reader may read private messages."""
    if ruling.private and not reads:
        return "личное сообщение"
    return Truncator(ruling.message.text).chars(90) or "снимок без слов"


def _told_of_deletion(ruling: Ruling) -> str:
    """Nothing while it can be undone, which the page itself tells."""
    if ruling.act is None:
        why = way_to_delete(ruling.message).why
        return f"{why} Закрыли у себя: слова теперь только в доказательстве."
    if ruling.act.state == ActState.BY_HAND:
        return "Записали. Карточка с шагами ждёт: сделайте и отметьте."
    return ""


def _place(request: HttpRequest, pk: int, *, picked: str = "") -> str:
    """The comment's URL within the person's filters, with the ground they `picked`."""
    filters = request.GET.copy()
    if picked:
        filters[PICKED] = picked
    query = filters.urlencode()
    return reverse("web:message", args=[pk]) + (f"?{query}" if query else "")


def _decided(
    request: HttpRequest,
    message: Message,
    verb: Callable[[], Ruling],
    *,
    said: Callable[[Ruling], str],
    undoable: bool = False,
    picked: str = "",
) -> HttpResponse:
    """Redirect to the next comment on success, back to this one otherwise."""
    try:
        ruling = verb()
    except ModerationError as error:
        messages.error(request, str(error))
        return redirect(_place(request, message.pk, picked=picked))
    undo_at = f"undo:{reverse('moderation:undo', args=[ruling.pk])}" if undoable else ""
    say_sent(request, [ruling.act], said(ruling), undo=undo_at)
    return redirect(next_page(request) or _place(request, message.pk))
