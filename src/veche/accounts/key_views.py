"""Enter or revoke a key. It is in no response, and no error report keeps what was typed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from veche.accounts.domain.keys import replace_key, revoke_key
from veche.accounts.domain.stopping import stopping
from veche.accounts.enums import key_name
from veche.accounts.errors import AccountError
from veche.accounts.forms import KeyForm
from veche.accounts.models import Account, Key
from veche.kernel.crypto import CryptoError
from veche.networks.registry import NETWORKS
from veche.staff.access import own_allowed, person_of
from veche.staff.reauthentication import ask_who_it_is, signed_in_long_ago


@sensitive_post_parameters("secret")
@sensitive_variables("form")
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, pk: int, slot: str) -> HttpResponse:
    account = own_allowed(request, Account, "accounts.keys", pk=pk)
    me = person_of(request)
    if slot not in NETWORKS[account.network].keys.slots:
        messages.warning(request, "У этой сети нет такого ключа. Выберите место для ключа на странице.")
        return redirect("outbox:account", pk)
    if signed_in_long_ago(request):
        return ask_who_it_is(request, lost="Ключ не сохранён: впишите его ещё раз.")
    former = Key.objects.of(me.administration).filter(account=account, slot=slot, revoked_at=None).first()
    stands = former is not None and former.is_good
    form = KeyForm(request.POST or None, account=account, replaces=stands)
    if request.method == "POST" and form.is_valid():
        try:
            replace_key(
                account=account,
                slot=slot,
                secret=form.cleaned_data["secret"],
                by=me,
                owner_name=form.cleaned_data["owner_name"],
                expires_at=form.expires_at,
            )
        except (AccountError, CryptoError) as error:
            form.refuse(str(error))
        else:
            messages.success(request, "Ключ сохранён и зашифрован. Спрашиваем сеть, что он может.")
            return redirect("outbox:account", pk)
    context = {
        "form": form,
        "account": account,
        "title": key_name(account.network, slot),
        "guide": NETWORKS[account.network].keys.guide(slot),
        "dead": former is not None and not stands,
    }
    return render(request, "accounts/key.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: str) -> HttpResponse:
    key = own_allowed(request, Key, "accounts.keys", pk=pk)
    me = person_of(request)
    if signed_in_long_ago(request):
        return ask_who_it_is(request, lost="Ключ не отозван: нажмите ещё раз.")
    if request.method == "GET":
        return _ask_about(request, key)
    revoke_key(key=key, by=me)
    messages.success(request, "Ключ отозван: по нему больше ничего не уйдёт.")
    return redirect("outbox:account", key.account_id)


def _ask_about(request: HttpRequest, key: Key) -> HttpResponse:
    """Ask before replacing a VK key from before 2024: VK no longer issues such keys."""
    account = key.account
    context = {
        "title": "Отозвать ключ",
        "verb": "Отозвать ключ",
        "doing": "Отзываем…",
        "icon": "key",
        "network": account.network,
        "about": f"{key.name}: {account.title}, {account.get_network_display()}",
        "what": " ".join(("По этому ключу больше ничего не уйдёт и не придёт.", stopping(account))),
        "kept": "Вече забудет ключ сразу, вернуть его нельзя: понадобится новый. Чтобы сменить, нажмите «Заменить».",
        "back": reverse("outbox:account", args=[account.pk]),
        "back_title": f"{account.get_network_display()}: {account.title}",
    }
    return render(request, "question.html", context)
