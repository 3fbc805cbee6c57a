"""Pages of the registry: responsible people, legal basis, health, what the keys may do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.accounts.domain import page_changes, people, queries, register, webhook_subscription
from veche.accounts.domain.abilities import POSTS_WAIT
from veche.accounts.domain.administrators import ask_administrators
from veche.accounts.domain.health import ask_check, is_being_checked
from veche.accounts.enums import Verdict
from veche.accounts.errors import AccountError
from veche.accounts.forms import NewAccountForm, PassportForm
from veche.accounts.models import Account, PageChange
from veche.kernel.clock import now
from veche.networks.registry import NETWORKS
from veche.staff.access import authorise, may, own_allowed, permission_required, person_of


@require_GET
def passport(request: HttpRequest, pk: int) -> HttpResponse:
    """Render the card alone, which polls while the network is being asked."""
    return _card(request, pk)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Enqueue a check in the network's own lane."""
    me = person_of(request)
    shown = own_allowed(request, Account, "accounts.check", pk=pk)
    ask_check(account=shown, by=me)
    return _card(request, pk) if getattr(request, "htmx", False) else redirect("outbox:account", pk)


@require_POST
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """`wanted`: yes or no."""
    me = person_of(request)
    shown = own_allowed(request, Account, "accounts.keys", pk=pk)
    wanted = request.POST.get("wanted") == "yes"
    try:
        webhook_subscription.want_webhook(account=shown, by=me, wanted=wanted)
    except AccountError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Говорим сети, куда присылать." if wanted else "Снова спрашиваем сами.")
    return redirect("outbox:account", pk)


@require_POST
def refresh_administrators(request: HttpRequest, pk: int) -> HttpResponse:
    """«Обновить»: enqueue a read in the network's own lane."""
    shown = own_allowed(request, Account, "accounts.check", pk=pk)
    ask_administrators(account=shown)
    messages.success(request, "Спрашиваем сеть, кто управляет страницей. Ответ будет здесь через несколько секунд.")
    return redirect("outbox:account", pk)


@require_POST
def give_verdict(request: HttpRequest, pk: int) -> HttpResponse:
    """Record whose change it was. `pk`: of the change."""
    found = own_allowed(request, PageChange, "accounts.vouch", pk=pk)
    me = person_of(request)
    verdict = request.POST.get("verdict", "")
    if verdict not in Verdict.values:
        return HttpResponseBadRequest()
    try:
        page_changes.give_verdict(alteration=found, by=me, verdict=Verdict(verdict))
    except AccountError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _SAID[Verdict(verdict)])
    return redirect(f"{reverse('outbox:account', args=[found.account_id])}#altered")


_SAID = {
    Verdict.OURS: "Отметили: это мы.",
    Verdict.NOT_OURS: "Отметили: это не мы. Что делать, написано на этой странице, начните с заморозки.",
    Verdict.SETTLED: "Отметили: разобрались.",
}


@require_http_methods(["GET", "POST"])
@permission_required("accounts.edit")
def new(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = NewAccountForm(request.POST or None, administration=me.administration)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        network, remote_id = fields.pop("network"), fields.pop("remote_id")
        try:
            made = register.register(
                administration=me.administration, by=me, network=network, remote_id=remote_id, fields=fields
            )
        except AccountError as error:
            form.add_error("remote_id", str(error))
        else:
            messages.success(request, "Аккаунт в реестре. Осталось вписать ключ.")
            return redirect("outbox:account", made.pk)
    return _form(request, form, title="Новый аккаунт", verb="Внести в реестр")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Account, "accounts.edit", pk=pk)
    me = person_of(request)
    initial = {name: getattr(shown, name) for name in register.FIELDS}
    form = PassportForm(request.POST or None, initial=initial, administration=me.administration, network=shown.network)
    if request.method == "POST" and form.is_valid():
        changed = register.edit(account=shown, by=me, fields=form.cleaned_data)
        messages.success(request, "Паспорт сохранён." if changed else "Менять было нечего.")
        return redirect("outbox:account", pk)
    return _form(request, form, title="Паспорт аккаунта", verb="Сохранить", about=shown)


def _card(request: HttpRequest, pk: int) -> HttpResponse:
    me = person_of(request)
    shown = get_object_or_404(queries.accounts_of(me.administration), pk=pk)
    authorise(me, "accounts.see", shown)
    return render(request, "accounts/_keypass.html", account_context(request, shown, []))


def account_context(request: HttpRequest, shown: Account, found: list[Account]) -> dict[str, object]:
    """Context of an account's page. `found`: accounts of the switcher."""
    me = person_of(request)
    return {
        "account": shown,
        "lines": queries.lines(found),
        "places": queries.places(shown),
        "posts_wait": POSTS_WAIT,
        "key_refused": any(key.refused_at for key in queries.living_keys(shown)),
        "has_key": bool(queries.living_keys(shown)),
        "abilities": queries.abilities(shown),
        "passport": getattr(shown, "passport", None),
        "runners": people.page_administrators_of(shown),
        "altered": people.page_changes_in(shown),
        "may_vouch": may(me, "accounts.vouch", shown),
        "may_freeze": may(me, "outbox.freeze"),
        "may_look": may(me, "outbox.look", shown) and shown.closed_at is None,
        "outcome": queries.outcome_of(shown),
        "checking": is_being_checked(shown),
        "has_webhooks": NETWORKS[shown.network].reading.has_webhooks,
        "reading": NETWORKS[shown.network].reading,
        "by_linked_group": NETWORKS[shown.network].proof.by_linked_group,
        "cannot_call": webhook_subscription.why_no_webhook(shown),
        "paused": shown.poll_after if shown.poll_after and shown.poll_after > now() else None,
        "zone": me.administration.time_zone,
        "may_edit": may(me, "accounts.edit", shown),
        "may_propose": may(me, "accounts.propose"),
        "may_connect": may(me, "accounts.keys"),
        "may_keys": may(me, "accounts.keys", shown) and shown.closed_at is None,
        "may_check": may(me, "accounts.check", shown) and shown.closed_at is None,
    }


def _form(
    request: HttpRequest, form: PassportForm, *, title: str, verb: str, about: Account | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "verb": verb, "about": about}
    return render(request, "accounts/form.html", context, status=422 if form.errors else 200)
