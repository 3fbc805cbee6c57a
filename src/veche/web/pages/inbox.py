"""«Входящие»: comments and messages, proposals, decisions.

Three columns on a desk; three steps on a phone: queue, conversation (`…/7/`), decision (`…/7/?step=decide`).
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from veche.inbox.domain.answer import answer as send_answer
from veche.inbox.domain.at_work import record_at_work
from veche.inbox.domain.close import close as close_talk
from veche.inbox.domain.queries import whole, with_everything
from veche.inbox.errors import DecidedMeanwhile, InboxError
from veche.inbox.forms import AnswerForm
from veche.inbox.models import Message
from veche.kit.ids import ids_from
from veche.kit.menu import set_count
from veche.moderation.domain.queries import Show
from veche.moderation.domain.queue_page import lines_again
from veche.moderation.lines import PICKED
from veche.outbox.message_views import say_sent
from veche.posts.domain.proofreading import LONGEST, proofread
from veche.staff.access import authorise, may, own_allowed, permission_required, person_of
from veche.staff.next_page import next_page
from veche.web.context import worker_silence
from veche.web.pages.inbox_answers import counter_of, danger_of, undo_of
from veche.web.pages.inbox_besides import besides_of
from veche.web.pages.inbox_chat import letters_of
from veche.web.pages.inbox_filter import inbox_filter_of
from veche.web.pages.inbox_matter import matter_of
from veche.web.pages.inbox_news import news_of
from veche.web.pages.inbox_queue import narrowing_of, numbers_of, page_of, queue_of
from veche.web.pages.inbox_side import side_of

# What is asked for again while the page stands open: what came, and what became of a decision.
PARTS = {
    "lines": "web/inbox.html#lines",
    "decide": "web/inbox.html#decide",
    "chat": "web/inbox_chat.html#chat",
}


@require_GET
@permission_required("inbox.see")
def inbox(request: HttpRequest) -> HttpResponse:
    """The queue with its first comment beside it; on a phone the queue alone."""
    return render(request, _template(request), _page(request, None))


@require_GET
def message(request: HttpRequest, pk: int) -> HttpResponse:
    me = person_of(request)
    chosen = next(iter(whole(me.administration, pk)), None)
    if chosen is None:
        raise Http404
    authorise(me, "inbox.see", chosen)
    return render(request, _template(request), _page(request, chosen))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an answer; a refused one is shown again with its text."""
    me = person_of(request)
    chosen = get_object_or_404(with_everything(me.administration), pk=pk)
    authorise(me, "inbox.answer", chosen)
    written = AnswerForm(request.POST)
    text = written.cleaned_data["text"] if written.is_valid() else request.POST.get("text", "").replace("\x00", "")
    try:
        made = send_answer(message=chosen, by=me, text=text, shown=written.shown)
    except DecidedMeanwhile as clash:
        [fresh] = whole(me.administration, pk)
        return render(request, "web/inbox.html", _page(request, fresh, written=written, clash=clash), status=409)
    except InboxError as error:
        written.add_error("text", str(error))
        if not text.strip():
            written.errors["text"] = written.error_class([str(error)])
        [fresh] = whole(me.administration, pk)
        return render(request, "web/inbox.html", _page(request, fresh, written=written), status=422)
    say_sent(request, [made.act], "")
    return redirect(onward(request, chosen))


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """«Ответ не нужен» for a private conversation; then show the next one."""
    chosen = own_allowed(request, Message, "inbox.answer", pk=pk)
    me = person_of(request)
    try:
        close_talk(message=chosen, by=me)
    except InboxError as error:
        messages.error(request, str(error))
        return redirect(onward(request, chosen))
    messages.success(request, "Отметили: ответ не нужен.")
    return redirect(next_page(request) or onward(request, chosen))


@require_POST
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """The counter under the answer, as the network counts, and style findings; colleagues see that somebody writes."""
    chosen = own_allowed(request, Message, "inbox.answer", pk=pk)
    text = request.POST.get("text", "")[:LONGEST]
    record_at_work(message=chosen, by=person_of(request), writes=True)
    context = {"counter": counter_of(chosen.account.network, text), "proof": proofread(text, form="answer")}
    return render(request, "web/inbox_reply.html#counter", context)


def onward(request: HttpRequest, chosen: Message) -> str:
    """The URL of the comment, where its answer is shown."""
    return reverse("web:message", args=[chosen.pk]) + inbox_filter_of(request).query


def _template(request: HttpRequest) -> str:
    part = request.GET.get("part", "") if getattr(request, "htmx", False) else ""
    return PARTS.get(part, "web/inbox.html")


def _page(
    request: HttpRequest,
    chosen: Message | None,
    *,
    written: AnswerForm | None = None,
    clash: DecidedMeanwhile | None = None,
) -> dict[str, Any]:
    me = person_of(request)
    filters, city = inbox_filter_of(request), me.administration
    narrowing = narrowing_of(city, filters)
    page = (
        lines_again(city, _shown(request), private=filters.private)
        if _template(request) == PARTS["lines"]
        else page_of(city, filters, narrowing)
    )
    first = next(iter(page.messages), None)
    shown = chosen or (whole(city, first.pk)[0] if first else None)
    besides = besides_of(me, page.messages, shown, same=filters.same)
    numbers = numbers_of(city, filters, narrowing)
    if not filters.narrowed:
        set_count(request, "inbox", numbers[Show.WAITING])
    silence = worker_silence(request)
    queue = queue_of(city, filters, page, numbers=numbers, chosen=shown, besides=besides, silence=silence)
    picked = request.GET.get(PICKED, "")
    letter, comment = (shown, None) if shown and shown.private else (None, shown)
    asked: dict[str, Any] = {"query": filters.query, "onward": queue.next, "picked": picked}
    form = written or AnswerForm()
    return {
        "queue": queue,
        "news": news_of(filters),
        "may_ask_data": may(me, "personal_data.see"),
        "closed": besides.offered.closed,
        "filters": filters,
        "step": _step(request, chosen),
        "poll": reverse("web:message", args=[chosen.pk]) if chosen else reverse("web:inbox"),
        "matter": matter_of(comment, me, besides=besides, **asked) if comment else None,
        "letters": letters_of(letter, me, norms=besides.norms, **asked) if letter else None,
        "counter": counter_of(shown.account.network, form["text"].value() or "") if shown else None,
        "form": form,
        "clash": clash,
        "proof": proofread(form["text"].value() or "", form="answer"),
        "danger": danger_of(shown, besides.told) if shown else None,
        "side": side_of(shown, me, besides) if shown else None,
        "undo": undo_of(besides.undoable),
        "gaps": besides.gaps,
        "not_understood": besides.not_understood,
        "may_answer": may(me, "inbox.answer"),
    }


def _shown(request: HttpRequest) -> list[int]:
    """Ids of the lines that an open list shows."""
    return ids_from(request.GET.get("lines", "").split("_"))


def _step(request: HttpRequest, chosen: Message | None) -> str:
    if chosen is None:
        return "queue"
    return "decide" if request.GET.get("step") == "decide" else "talk"
