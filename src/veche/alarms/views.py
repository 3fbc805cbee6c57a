"""Where news go (each person for themselves), the administration's bots, and what was sent to them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.alarms.destinations import PARCEL, buttons
from veche.alarms.domain import bots as verbs
from veche.alarms.domain import chats, parcels, unreached
from veche.alarms.domain.unreached import refusal_of
from veche.alarms.enums import ParcelState
from veche.alarms.errors import BotError
from veche.alarms.forms import BotKeyForm, LettersForm
from veche.alarms.lines import bot_lines, chat_lines
from veche.alarms.models import Bot, Chat, Parcel
from veche.kernel.crypto import CryptoError
from veche.kit.menu import set_count
from veche.networks.registry import NETWORKS
from veche.staff.access import own_allowed, permission_required, person_of
from veche.staff.domain.mail import is_set_up
from veche.staff.models import Person
from veche.staff.reauthentication import ask_who_it_is, signed_in_long_ago

# What the tray shows at once, oldest first.
SHOWN = 50


@require_GET
@permission_required("alarms.choose")
def mine(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    lines = chat_lines(me)
    linked = [line.chat for line in lines if line.is_linked and line.chat is not None]
    context = {
        "lines": lines,
        "linked": linked,
        "letters": not linked or any(chat.letters for chat in linked),
        "email": me.email,
        "mail": is_set_up(),
        "refused": refusal_of(me),
    }
    return render(request, "alarms/mine.html", context)


@require_POST
def link(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a new link that connects the person's chat; it is shown once."""
    bot = own_allowed(request, Bot, "alarms.choose", pk=pk, removed_at=None)
    code = chats.new_code(person_of(request))
    context = {"bot": bot, "code": code, "link": chats.deep_link(bot, code)}
    return render(request, "alarms/link.html", context)


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter of which nobody knows whether it left, to the person with this id."""
    person = own_allowed(request, Person, "alarms.send_again", pk=pk)
    if unreached.send_again(person=person, by=person_of(request)):
        messages.success(request, "Пошлём ещё раз в течение минуты.")
    else:
        messages.info(request, "Посылать нечего: письмо уже послали ещё раз.")
    return redirect("staff:person", pk)


@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    chat = own_allowed(request, Chat, "alarms.end_chat", pk=pk)
    chats.unlink(chat=chat, by=person_of(request))
    messages.success(request, "Чат отключили. Новости идут письмами.")
    return redirect("alarms:mine")


@require_POST
@permission_required("alarms.choose")
def letters(request: HttpRequest) -> HttpResponse:
    form = LettersForm(request.POST)
    if form.is_valid():
        chats.choose_letters(person=person_of(request), letters=form.cleaned_data["letters"])
        messages.success(request, "Запомнили.")
    return redirect("alarms:mine")


@require_GET
@permission_required("alarms.bots")
def bots(request: HttpRequest) -> HttpResponse:
    return render(request, "alarms/bots.html", {"lines": bot_lines(person_of(request).administration)})


@sensitive_post_parameters("secret")
@sensitive_variables("form")
@require_http_methods(["GET", "POST"])
@permission_required("alarms.bots")
def key(request: HttpRequest, network: str) -> HttpResponse:
    me = person_of(request)
    line = next((one for one in bot_lines(me.administration) if one.network == network), None)
    if line is None:
        raise Http404
    if signed_in_long_ago(request):
        return ask_who_it_is(request, lost="Ключ не сохранён: впишите его ещё раз.")
    form = BotKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.set_up(administration=me.administration, network=network, secret=form.cleaned_data["secret"], by=me)
        except (BotError, CryptoError) as error:
            form.add_error("secret", str(error))
        else:
            messages.success(request, "Бота подключили. Каждый включит его у себя: «Куда писать о новостях».")
            return redirect("alarms:bots")
    found = NETWORKS[network].bot
    context = {"form": form, "line": line, "steps": found.steps if found else ()}
    return render(request, "alarms/key.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: str) -> HttpResponse:
    bot = own_allowed(request, Bot, "alarms.bots", pk=pk, removed_at=None)
    if request.method == "POST":
        verbs.remove(bot=bot, by=person_of(request))
        messages.success(request, "Бота отключили. Новости идут письмами.")
        return redirect("alarms:bots")
    context = {
        "title": "Отключить бота",
        "verb": "Отключить бота",
        "doing": "Отключаем…",
        "icon": "plug-off",
        "network": bot.network,
        "about": bot.title,
        "what": "Бот замолчит, чаты сотрудников отключатся, новости пойдут письмами.",
        "kept": "Присланное останется. Вече забудет ключ: чтобы вернуть бота, впишите его снова.",
        "back": reverse("alarms:bots"),
        "back_title": "Боты для сотрудников",
    }
    return render(request, "question.html", context)


@require_GET
@permission_required("alarms.tray")
def tray(request: HttpRequest) -> HttpResponse:
    waiting = parcels.in_tray(person_of(request).administration)
    set_count(request, "tray", waiting.count())
    shown = waiting.select_related("person").prefetch_related("files__media")[:SHOWN]
    lines = [(parcel, buttons(PARCEL, parcel.pk)) for parcel in shown]
    return render(request, "alarms/tray.html", {"lines": lines})


@require_POST
def sort_out(request: HttpRequest, pk: int) -> HttpResponse:
    parcel = own_allowed(request, Parcel, "alarms.tray", pk=pk)
    if not parcels.sort_out(parcel=parcel, by=person_of(request)) and parcel.state != ParcelState.TRAY:
        messages.info(request, parcels.SORTED_OUT)
    return redirect("alarms:tray")
