"""«Подключить аккаунт»: where to get the key, what to paste, what the network answered, registration."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.accounts.domain import connecting
from veche.accounts.domain.capability_rows import capability_rows
from veche.accounts.domain.proposal_links import proposal_of_page
from veche.accounts.enums import key_name
from veche.accounts.errors import AccountError
from veche.accounts.forms import ConnectForm, FinishForm
from veche.accounts.models import Connection
from veche.accounts.order import offered
from veche.kernel.crypto import CryptoError
from veche.networks.registry import NETWORKS
from veche.staff.access import own_allowed, permission_required, person_of
from veche.staff.reauthentication import ask_who_it_is, signed_in_long_ago

PAGE = "accounts/connecting.html"


@require_GET
@permission_required("accounts.keys")
def choose(request: HttpRequest) -> HttpResponse:
    networks = [(one, reverse(f"accounts:connect_{one.slug}")) for one in offered()]
    return render(request, "accounts/connect_choose.html", {"networks": networks})


@sensitive_post_parameters()
@sensitive_variables("form")
@require_http_methods(["GET", "POST"])
@permission_required("accounts.keys")
def begin(request: HttpRequest, network: str) -> HttpResponse:
    if network not in settings.OFFERED_NETWORKS:
        raise Http404
    if signed_in_long_ago(request):
        return ask_who_it_is(request, lost="Ключ не сохранён: впишите его ещё раз.")
    me = person_of(request)
    form = ConnectForm(request.POST if request.method == "POST" else None, network=network)
    if request.method == "POST" and form.is_valid():
        try:
            begun = connecting.begin(
                administration=me.administration, by=me, network=network, page=form.page, secrets=form.secrets
            )
        except CryptoError as error:
            form.add_error(None, str(error))
        else:
            return redirect("accounts:connecting", begun.pk)
    fields = [(guide, key_name(network, guide.slot), form[guide.slot]) for guide in NETWORKS[network].keys.guides]
    context = {"form": form, "network": network, "title": NETWORKS[network].title, "guides": fields}
    return render(request, "accounts/connect.html", context, status=422 if form.errors else 200)


@require_GET
def connecting_page(request: HttpRequest, pk: str) -> HttpResponse:
    """With htmx render the card, which polls until the network has answered; then the whole page with its form."""
    connection = own_allowed(request, Connection, "accounts.keys", pk=pk)
    if getattr(request, "htmx", False):
        return render(request, f"{PAGE}#told", _context(request, connection))
    return render(request, PAGE, _context(request, connection))


@require_POST
def ask_again(request: HttpRequest, pk: str) -> HttpResponse:
    connecting.ask_again(own_allowed(request, Connection, "accounts.keys", pk=pk))
    return redirect("accounts:connecting", pk)


@require_POST
def give_up(request: HttpRequest, pk: str) -> HttpResponse:
    connection = own_allowed(request, Connection, "accounts.keys", pk=pk)
    connecting.give_up(connection)
    messages.success(request, "Ключи стёрты, в реестре ничего не появилось.")
    return redirect(f"accounts:connect_{connection.network}")


@require_POST
def finish(request: HttpRequest, pk: str) -> HttpResponse:
    connection = own_allowed(request, Connection, "accounts.keys", pk=pk)
    if not connection.found:
        return redirect("accounts:connecting", pk)
    me = person_of(request)
    form = FinishForm(request.POST, administration=me.administration)
    if form.is_valid():
        try:
            made = connecting.finish(connection=connection, by=me, fields=form.cleaned_data)
        except (AccountError, CryptoError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Аккаунт подключён. Проверьте его пробной записью: она удалится сама.")
            return redirect("outbox:account", made.pk)
    return render(request, PAGE, _context(request, connection, form), status=422)


def _context(request: HttpRequest, connection: Connection, form: FinishForm | None = None) -> dict[str, object]:
    me = person_of(request)
    network, found = NETWORKS[connection.network], connection.found
    initial = {"title": found.get("title", ""), "keeper": me.pk, **_proposed(connection)}
    return {
        "connection": connection,
        "title": network.title,
        "page": network.names.page_of,
        "by_linked_group": network.proof.by_linked_group,
        "waiting": connection.answered_at is None,
        "found": found,
        "owners": [(key_name(network.slug, slot), owner) for slot, owner in found.get("owners", {}).items()],
        "abilities": capability_rows(connection.abilities, names=network.keys.names),
        "form": form or FinishForm(initial=initial, administration=me.administration),
        "zone": me.administration.time_zone,
    }


def _proposed(connection: Connection) -> dict[str, object]:
    """What the proposal of this page says about it. No query before the network has answered."""
    found = connection.found
    if not found:
        return {}
    number, username = found.get("number", ""), found.get("username", "")
    row = proposal_of_page(connection.administration_id, connection.network, number=number, username=username)
    return {"responsible": row.responsible_id, "legal_basis": row.basis_in_words} if row is not None else {}
