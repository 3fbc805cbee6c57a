"""«Закрыть аккаунт». The view lives here, not in `accounts`, because only the outbox knows what is planned for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from veche.accounts.domain.proposals import closing_of
from veche.accounts.errors import AccountError
from veche.accounts.models import Account
from veche.outbox.domain.closing import close_account, planned_for
from veche.outbox.errors import StillPlanned
from veche.staff.access import may, own_allowed, person_of

SHOWN = 5


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, Account, "accounts.edit", pk=pk)
    me = person_of(request)
    if request.method == "GET":
        return _page(request, shown)
    try:
        taken = close_account(account=shown, by=me, cancel="cancel" in request.POST)
    except StillPlanned as error:
        return _page(request, shown, error=str(error))
    except AccountError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _said(taken))
    return redirect("outbox:account", pk)


def _page(request: HttpRequest, shown: Account, error: str = "") -> HttpResponse:
    acts = list(planned_for(shown).select_related("account"))
    context = {
        "account": shown,
        "number": len(acts),
        "acts": acts[:SHOWN],
        "more": len(acts[SHOWN:]),
        "error": error,
        "closing": closing_of(shown),
        "may_propose": may(person_of(request), "accounts.propose", shown),
        "zone": shown.administration.time_zone,
    }
    return render(request, "outbox/close_account.html", context, status=422 if error else 200)


def _said(taken: int) -> str:
    if not taken:
        return "Аккаунт закрыт, ключи отозваны. Записи в сети остались."
    return f"Аккаунт закрыт, ключи отозваны, снято отправок: {taken}. Записи в сети остались."
