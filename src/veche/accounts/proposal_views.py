"""Pages of proposals: the list, a new one, one with its decision and its checklist."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.accounts.domain import checklist, proposals
from veche.accounts.domain.notice import notice_of
from veche.accounts.domain.proposal_queries import candidates, due_in_words, listed, proposals_of
from veche.accounts.domain.proposal_steps import steps_of
from veche.accounts.enums import ChecklistStep, ProposalKind, ProposalState
from veche.accounts.errors import AccountError
from veche.accounts.forms import KeysNotShown
from veche.accounts.lines import done_of, progress, step_lines
from veche.accounts.models import Account, AccountProposal
from veche.accounts.proposal_forms import ClosingForm, NamedAccountForm, OpeningForm, StepForm
from veche.networks.registry import NETWORKS
from veche.staff.access import authorise, may, own_allowed, permission_required, person_of

PAGE = "accounts/proposal.html"


@require_GET
@permission_required("accounts.see_proposals")
def proposal_list(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    found = listed(me.administration)
    context = {
        "found": found,
        "running": [(row, progress(row), due_in_words(row)) for row in found.agreed],
        "may_propose": may(me, "accounts.propose"),
        "may_see_accounts": may(me, "accounts.see"),
        "zone": me.administration.time_zone,
    }
    return render(request, "accounts/proposals.html", context)


@require_http_methods(["GET", "POST"])
@permission_required("accounts.propose")
def propose(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = OpeningForm(request.POST or None, administration=me.administration)
    if request.method == "POST" and form.is_valid():
        made = proposals.propose_opening(administration=me.administration, by=me, fields=form.said, once=form.asked)
        messages.success(request, "Предложение записано и ждёт решения.")
        return redirect("accounts:proposal", made.pk)
    return _form(request, form, None)


@require_http_methods(["GET", "POST"])
def propose_closing(request: HttpRequest, pk: int) -> HttpResponse:
    account = own_allowed(request, Account, "accounts.propose", pk=pk)
    me = person_of(request)
    form = ClosingForm(request.POST or None, administration=me.administration)
    if request.method == "POST" and form.is_valid():
        try:
            made = proposals.propose_closing(account=account, by=me, fields=form.said, once=form.asked)
        except AccountError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Предложение записано и ждёт решения.")
            return redirect("accounts:proposal", made.pk)
    return _form(request, form, account)


@require_GET
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _shown(request, pk, "accounts.see_proposals"))


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """`verdict`: yes or no; a no has a `reason`."""
    shown = own_allowed(request, AccountProposal, "accounts.decide_proposal", pk=pk)
    me, reason = person_of(request), request.POST.get("reason", "").replace("\x00", "")[:1000]
    try:
        if request.POST.get("verdict") == "yes":
            proposals.agree(proposal=shown, by=me)
        else:
            proposals.refuse(proposal=shown, by=me, reason=reason)
    except AccountError as error:
        return _page(request, _shown(request, pk, "accounts.see_proposals"), trouble=str(error), reason=reason)
    return redirect("accounts:proposal", pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, AccountProposal, "accounts.propose", pk=pk)
    try:
        proposals.withdraw(proposal=shown, by=person_of(request))
    except AccountError as error:
        messages.warning(request, str(error))
    return redirect("accounts:proposal", pk)


@require_POST
def mark(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    shown = _shown(request, pk, "accounts.checklist")
    kind = _step(shown, step)
    form = StepForm(request.POST, step=kind, zone=shown.administration.time_zone)
    if form.is_valid():
        try:
            checklist.mark(proposal=shown, by=person_of(request), step=kind, **form.cleaned_data)
        except AccountError as error:
            form.add_error(None, str(error))
        else:
            return redirect("accounts:proposal", pk)
    return _page(request, _shown(request, pk, "accounts.checklist"), refused=form)


@require_POST
def take_back(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    shown = own_allowed(request, AccountProposal, "accounts.checklist", pk=pk)
    try:
        checklist.take_back(proposal=shown, by=person_of(request), step=_step(shown, step))
    except AccountError as error:
        messages.warning(request, str(error))
    return redirect("accounts:proposal", pk)


@require_POST
def name_account(request: HttpRequest, pk: int) -> HttpResponse:
    shown = own_allowed(request, AccountProposal, "accounts.checklist", pk=pk)
    form = NamedAccountForm(request.POST, found=candidates(shown))
    if not form.is_valid():
        messages.warning(request, "Выберите аккаунт из списка. Ничего не изменилось.")
        return redirect("accounts:proposal", pk)
    try:
        checklist.name_account(proposal=shown, by=person_of(request), account=form.cleaned_data["account"])
    except AccountError as error:
        messages.warning(request, str(error))
    return redirect("accounts:proposal", pk)


def _shown(request: HttpRequest, pk: int, permission: str) -> AccountProposal:
    me = person_of(request)
    found: AccountProposal = get_object_or_404(proposals_of(me.administration), pk=pk)
    authorise(me, permission, found)
    return found


def _step(proposal: AccountProposal, step: str) -> ChecklistStep:
    found = next((one for one in steps_of(proposal) if one == step), None)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    shown: AccountProposal,
    *,
    refused: StepForm | None = None,
    trouble: str = "",
    reason: str = "",
) -> HttpResponse:
    me = person_of(request)
    may_mark, done = may(me, "accounts.checklist", shown), done_of(shown)
    waits = shown.state == ProposalState.WAITING
    to_connect = shown.state == ProposalState.AGREED and shown.kind == ProposalKind.OPEN and shown.account is None
    named = NamedAccountForm(found=candidates(shown)) if to_connect and may_mark and "created" in done else None
    context = {
        "proposal": shown,
        "is_closing": shown.kind == ProposalKind.CLOSE,
        "official": NETWORKS[shown.network].official,
        "lines": step_lines(shown, may_mark=may_mark, refused=refused)
        if shown.decided_at and not _refused(shown)
        else [],
        "progress": progress(shown),
        "notice": notice_of(shown, done),
        "named": named if named and named.fields["account"].queryset.exists() else None,  # type: ignore[attr-defined]
        "may_decide": waits and may(me, "accounts.decide_proposal", shown),
        "is_mine": shown.proposed_by_id == me.pk,
        "may_withdraw": may(me, "accounts.propose", shown) and (waits or not done) and shown.ended_at is None,
        "may_connect": may(me, "accounts.keys"),
        "may_close": may(me, "accounts.edit"),
        "may_see_accounts": may(me, "accounts.see"),
        "trouble": trouble,
        "reason": reason,
        "zone": me.administration.time_zone,
    }
    return render(request, PAGE, context, status=422 if refused or trouble else 200)


def _refused(proposal: AccountProposal) -> bool:
    return proposal.state == ProposalState.REFUSED


def _form(request: HttpRequest, form: KeysNotShown, account: Account | None) -> HttpResponse:
    context = {"form": form, "account": account, "official": account is not None and NETWORKS[account.network].official}
    return render(request, "accounts/propose.html", context, status=422 if form.errors else 200)
