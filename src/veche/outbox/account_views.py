"""Account pages that need the outbox: the acts waiting to leave for the account and its trial post."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from veche.accounts.domain.abilities import ability_of
from veche.accounts.domain.queries import accounts_of
from veche.accounts.models import Account
from veche.accounts.views import account_context
from veche.networks.protocol import Operation
from veche.outbox.domain import trial
from veche.outbox.domain.closure_links import closure_link_of
from veche.outbox.domain.page import last_changes
from veche.outbox.domain.queries import line_of, waiting_for
from veche.outbox.errors import OutboxError
from veche.outbox.message_views import say_sent
from veche.staff.access import authorise, may, own_allowed, permission_required, person_of


@require_GET
@permission_required("accounts.see")
def accounts(request: HttpRequest) -> HttpResponse:
    """Render the first account with the account switcher, or the empty state if there is no account."""
    return _page(request, None)


@require_GET
def account(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, pk)


@require_http_methods(["GET", "POST"])
def try_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a trial post. With htmx render only its card, which the page polls until the trial is over."""
    shown = own_allowed(request, Account, "accounts.check", pk=pk)
    me = person_of(request)
    if request.method == "POST":
        try:
            say_sent(request, [trial.begin(account=shown, by=me)], "")
        except OutboxError as error:
            messages.warning(request, str(error))
        return redirect("outbox:account_trial", pk)
    last = trial.trial_of(shown)
    withdraw = ability_of(shown, Operation.WITHDRAW)
    context = {
        "account": shown,
        "trial": last,
        "line": line_of(last.act) if last else None,
        "end": line_of(last.end) if last and last.end else None,
        "by_hand": withdraw.why if withdraw.mode != "auto" else "",
        "may_see_acts": may(me, "outbox.see"),
        "zone": me.administration.time_zone,
    }
    part = "#trial" if getattr(request, "htmx", False) else ""
    return render(request, f"outbox/trial.html{part}", context)


def _page(request: HttpRequest, pk: int | None) -> HttpResponse:
    """Render one account, without `pk` the first, under the switcher."""
    me = person_of(request)
    found = list(accounts_of(me.administration))
    if not found and pk is None:
        may_do = {"may_edit": may(me, "accounts.edit"), "may_connect": may(me, "accounts.keys")}
        return render(request, "outbox/no_accounts.html", may_do)
    shown = found[0] if pk is None else next((row for row in found if row.pk == pk), None)
    if shown is None:
        raise Http404
    authorise(me, "accounts.see", shown)
    context = {**account_context(request, shown, found), "ahead": waiting_for(shown), "looks": last_changes(shown)}
    context["closure"] = closure_link_of(me, shown)
    return render(request, "outbox/account.html", context)
