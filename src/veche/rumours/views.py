"""«Слухи и подделки»: the register, one entry with its verbs, a comment that belongs to one, the texts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.inbox.domain.pictures import DRAWN, kept_bytes
from veche.inbox.models import Message
from veche.kernel.clock import local, now
from veche.kernel.uploads import UploadRefused
from veche.kit.ids import id_from
from veche.posts.models import Post
from veche.rumours.domain import answer as answering
from veche.rumours.domain import register as registering
from veche.rumours.domain.queries import open_rumours, recent_posts, rumour_of, rumours
from veche.rumours.domain.texts import FIELDS, change_texts, complaint_about, texts_of
from veche.rumours.enums import CLAUSES
from veche.rumours.errors import RumourError
from veche.rumours.forms import AnsweredForm, ComplaintForm, EndForm, LinkForm, PostForm, RumourForm, TextsForm
from veche.rumours.models import Complaint, Rumour, RumourComment, RumourPicture
from veche.staff.access import may, own_allowed, own_or_404, permission_required, person_of

PAGE, REFUSED = 30, 422


@require_GET
@permission_required("rumours.see")
def register(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    past = Paginator(rumours(me.administration, is_open=False), PAGE).get_page(request.GET.get("page"))
    context = {
        "present": list(rumours(me.administration, is_open=True)[:PAGE]),
        "page": past,
        "may_work": may(me, "rumours.work"),
        "may_set": may(me, "rumours.texts"),
        "zone": me.administration.time_zone,
    }
    return render(request, "rumours/list.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("rumours.work")
def enter(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    zone = me.administration.time_zone
    if request.method != "POST":
        there = local(now(), zone)
        start = {"day": there.date(), "time": there.time(), "noticed_by": me.display_name, "kind": "rumour"}
        return render(request, "rumours/enter.html", {"form": RumourForm(zone=zone, initial=start)})
    form = RumourForm(request.POST, zone=zone)
    if form.is_valid():
        try:
            made = registering.enter(administration=me.administration, by=me, **form.said())
        except RumourError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Записали. Приложите снимок, пока страница на месте.")
            return redirect("rumours:detail", made.pk)
    return render(request, "rumours/enter.html", {"form": form}, status=REFUSED)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, own_allowed(request, Rumour, "rumours.see", pk=pk))


@require_POST
def add_picture(request: HttpRequest, pk: int) -> HttpResponse:
    rumour = own_allowed(request, Rumour, "rumours.work", pk=pk)
    sent = request.FILES.get("picture")
    if sent is None:
        messages.warning(request, "Снимок не выбран. Выберите файл.")
        return redirect("rumours:detail", pk)
    try:
        registering.add_picture(rumour=rumour, by=person_of(request), content=sent, name=sent.name or "")
    except (UploadRefused, RumourError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Снимок приложили: хранится как пришёл, с контрольной суммой.")
    return redirect("rumours:detail", pk)


@require_GET
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes as they came, if they have not changed since."""
    found = own_allowed(request, RumourPicture, "rumours.see", pk=pk)
    content = kept_bytes(found.sha256)
    if content is None:
        said = "Снимка в том виде, в каком он пришёл, на диске нет. Позовите отдел ИТ: он есть в ночных копиях."
        return HttpResponse(said, content_type="text/plain; charset=utf-8", status=410)
    name = f"{found.sha256[:16]}.{DRAWN[found.mime]}"
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=False, filename=name) or "inline",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(content, content_type=found.mime, headers=headers)


@require_POST
def refute(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a post, or with `draft` begin one."""
    rumour = own_allowed(request, Rumour, "rumours.work", pk=pk)
    me = person_of(request)
    if "draft" in request.POST:
        try:
            post = answering.begin_refutation(rumour=rumour, by=me)
        except RumourError as error:
            messages.error(request, str(error))
            return redirect("rumours:detail", pk)
        return redirect("publishing:detail", post.pk)
    chosen = own_or_404(request, Post, pk=id_from(request.POST.get("post", "")) or 0)
    return _did(request, rumour, lambda: answering.refute_by(rumour=rumour, by=me, post=chosen), "Записали.")


@require_POST
def complain(request: HttpRequest, pk: int) -> HttpResponse:
    rumour = own_allowed(request, Rumour, "rumours.work", pk=pk)
    form = ComplaintForm(request.POST)

    def act() -> object:
        said = {name: form.cleaned_data[name] for name in ("to", "text")}
        return answering.complain(rumour=rumour, by=person_of(request), once=form.asked, **said)

    return _formed(request, rumour, form, act, "Записали, кому и что отправили.", name="complaint_form")


@require_POST
def answered(request: HttpRequest, pk: int) -> HttpResponse:
    """What the network answered to a complaint."""
    complaint = own_allowed(request, Complaint, "rumours.work", pk=pk)
    form, me = AnsweredForm(request.POST), person_of(request)
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    return _did(
        request,
        complaint.rumour,
        lambda: answering.answered(complaint=complaint, by=me, answer=answer),
        "Записали ответ.",
    )


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    rumour = own_allowed(request, Rumour, "rumours.work", pk=pk)
    form = EndForm(request.POST)

    def act() -> object:
        return registering.end(rumour=rumour, by=person_of(request), **form.cleaned_data)

    return _formed(request, rumour, form, act, "Закрыли.", name="end_form")


@require_POST
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    rumour, me = own_allowed(request, Rumour, "rumours.work", pk=pk), person_of(request)
    return _did(request, rumour, lambda: registering.open_again(rumour=rumour, by=me), "Открыли снова.")


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """«Это слух»: `pk` of a comment."""
    own_allowed(request, Message, "inbox.see", pk=pk)
    message = own_allowed(request, Message, "rumours.work", pk=pk)
    if message.private:
        raise Http404
    present, me = list(open_rumours(message.administration)), person_of(request)
    form = LinkForm(request.POST or None, rumours=present)
    if request.method == "POST" and form.is_valid():
        rumour = next(one for one in present if str(one.pk) == form.cleaned_data["rumour"])
        try:
            registering.link_comment(rumour=rumour, message=message, by=me)
        except RumourError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Отнесли к слуху.")
            return redirect("rumours:detail", rumour.pk)
    context = {"message": message, "form": form, "present": present, "linked": rumour_of(message)}
    return render(request, "rumours/link.html", context, status=REFUSED if form.is_bound else 200)


@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    found, me = own_allowed(request, RumourComment, "rumours.work", pk=pk), person_of(request)
    rumour = found.rumour
    return _did(request, rumour, lambda: registering.unlink_comment(link=found, by=me), "Убрали из слуха.")


@require_http_methods(["GET", "POST"])
@permission_required("rumours.texts")
def texts(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    stored = texts_of(me.administration)
    form = TextsForm(request.POST or None, initial={"rumour": stored.rumour, "page": stored.page})
    if request.method == "POST" and form.is_valid():
        change_texts(administration=me.administration, by=me, **form.cleaned_data)
        messages.success(request, "Тексты записали.")
        return redirect("rumours:texts")
    context = {"form": form, "fields": FIELDS}
    return render(request, "rumours/texts.html", context, status=REFUSED if form.is_bound else 200)


def _did(request: HttpRequest, rumour: Rumour, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except RumourError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("rumours:detail", rumour.pk)


def _formed(
    request: HttpRequest, rumour: Rumour, form: forms.Form, act: Callable[[], object], said: str, *, name: str
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, rumour, **{name: form})
    try:
        act()
    except RumourError as error:
        form.add_error(None, str(error))
        return _page(request, rumour, **{name: form})
    messages.success(request, said)
    return redirect("rumours:detail", rumour.pk)


def _page(request: HttpRequest, rumour: Rumour, **refused: forms.Form) -> HttpResponse:
    """`refused`: the form that was refused, by its name in the page."""
    me = person_of(request)
    may_read = may(me, "inbox.see")
    linked = rumour.comments.select_related("message__account", "message__conversation") if may_read else []
    context: dict[str, Any] = {
        "one": rumour,
        "clause": CLAUSES[rumour.kind],
        "pictures": list(rumour.pictures.select_related("by")),
        "linked": list(linked),
        "comments": rumour.comments.count(),
        "complaints": list(rumour.complaints.select_related("by", "answered_by")),
        "may_read": may_read,
        "may_work": may(me, "rumours.work", rumour),
        "post_form": PostForm(posts=recent_posts(me.administration)),
        "complaint_form": ComplaintForm(initial={"text": complaint_about(rumour)}),
        "answered_form": AnsweredForm(),
        "end_form": EndForm(),
        "zone": me.administration.time_zone,
        **refused,
    }
    return render(request, "rumours/detail.html", context, status=REFUSED if refused else 200)
