"""The editor's page, also as the response to each refused form of it."""

import json
from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from veche.accounts.models import Account
from veche.kit.marks import SEEN, marks
from veche.kit.moments import lately
from veche.plan.domain.free_hours import hours_of
from veche.plan.domain.queries import open_accounts
from veche.plan.errors import PlanError
from veche.posts.domain.conflict import labels, links, polls, sides
from veche.posts.domain.first_comment import why_no_comment
from veche.posts.domain.pictures import MOST_PICTURES
from veche.posts.domain.proofreading import FIRST_COMMENT
from veche.posts.domain.queries import accounts_for, picture_in
from veche.posts.domain.rendering import draft_of
from veche.posts.domain.rights import rights_in
from veche.posts.enums import PostState
from veche.posts.forms import DraftForm, PhotosForm
from veche.posts.lines import discussion_of
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.best_hour import best_hours
from veche.publishing.domain.change import refuse_closed
from veche.publishing.domain.earlier_versions import earlier_versions
from veche.publishing.domain.editing import Editing, editing, with_refusal
from veche.publishing.domain.go_back import taken_back
from veche.publishing.domain.headline import CORRECTION
from veche.publishing.domain.place import accounts_out, refuse_place
from veche.publishing.domain.queries import networks_of
from veche.publishing.domain.standing import rights_hour
from veche.publishing.domain.versions import Versions, read_versions
from veche.publishing.domain.window import Clash, Saved, Window, stored_values
from veche.publishing.errors import PublishingError
from veche.publishing.forms import WhenForm
from veche.publishing.views.previews import previews, remember
from veche.staff.access import own_allowed, person_of

PAGE = "publishing/editor.html"
STATE = "publishing/_version_state.html"


@require_GET
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the newest version as a form, also if it is asked about or approved. Opening changes nothing."""
    post = own_allowed(request, Post, "posts.write", pk=pk)
    read = read_versions(post)
    try:
        refuse_closed(read.post)
    except PublishingError as error:
        messages.info(request, str(error))
        return redirect("publishing:detail", pk)
    return show(request, read)


@require_POST
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Render counters, previews and checks for the window; saves nothing."""
    read = read_versions(own_allowed(request, Post, "posts.write", pk=pk))
    version = read.newest
    form, when = draft_form(request, version), when_form(request, version)
    form.is_valid()
    page = editing(read, form.draft, form.alts, at=when.typed_moment, accounts=when.typed_accounts or None)
    page = with_refusal(page, _refused_place(version, when))
    context = {
        "page": page,
        "post": version.post,
        "own_texts": _own_texts(form, page),
        "zone": version.administration.time_zone,
        **_previews(request, page),
        "hours": None if page.hour_is_over else hours_of(page.item, page.hour),
    }
    return remember(request, render(request, f"{PAGE}#live", context))


def _previews(request: HttpRequest, page: Editing) -> dict[str, object]:
    chosen = previews(request, page.looks)
    return {"previews": chosen, "shown_looks": [look for look in page.looks if chosen[look.network]]}


def _refused_place(version: PostVersion, when: WhenForm) -> str:
    """Why networks or hour of the window are refused; "" if they are not."""
    said = when.sentence()
    if said or when.typed_accounts is None:
        return said
    try:
        refuse_place(version=version, accounts=when.typed_accounts)
    except PlanError as error:
        return str(error)
    return ""


def _own_texts(form: DraftForm, page: Editing) -> dict[str, str]:
    """Own texts of the chosen networks."""
    chosen = {account.network for account in page.accounts}
    return {slug: text for slug, text in form.draft.variants.items() if slug in chosen}


def draft_form(request: HttpRequest | None, version: PostVersion, known: Iterable[Account] | None = None) -> DraftForm:
    """The form, with a tab for each network of the city, so that a ticked network has its text at once.

    `known`: accounts of the city and of the version, if they were read.
    """
    accounts = [*open_accounts(version.administration), *accounts_for(version)] if known is None else known
    networks = networks_of(accounts)
    return DraftForm(window_data(request, version) if request else None, stored=version, networks=networks)


def when_form(request: HttpRequest | None, version: PostVersion) -> WhenForm:
    data = request.POST if request else None
    return WhenForm(data, item=version.post.plan_item, version=version, fixed=accounts_out(version.post))


def window_data(request: HttpRequest, version: PostVersion) -> QueryDict:
    """The submitted data with pictures named as in this version, as the window may show an earlier one."""
    data = request.POST.copy()
    for old, new in copies_named(request, version).items():
        data.setlist(new, data.getlist(old))
        if SEEN in data:
            data[SEEN] = str(data[SEEN]).replace(f'"{old}"', f'"{new}"')
    return data


def copies_named(request: HttpRequest, version: PostVersion) -> dict[str, str]:
    """Field names of pictures of earlier versions and their names in this one."""
    known = {f"alt_{picture.pk}" for picture in version.pictures.all()}
    named = [name for name in request.POST if name.startswith("alt_") and name not in known]
    found = {name: picture_in(version, int(name[4:])) for name in named if name[4:].isdecimal() and len(name) < 22}
    return {name: f"alt_{picture.pk}" for name, picture in found.items() if picture is not None}


def window_of(form: DraftForm, when: WhenForm) -> Window:
    """The `Window` of a valid `form`."""
    return Window(
        draft=form.draft,
        networks=form.networks,
        alts=form.alts,
        poll=form.poll,
        link=form.typed_link,
        labels=form.typed_labels,
        publish_at=when.typed_moment,
        accounts=when.typed_accounts,
        typed=form.typed | when.typed,
        seen=form.seen,
        revision=form.revision,
        over=bool(form.cleaned_data["over"]),
    )


def stand_of(version: PostVersion, request: HttpRequest, *, given_up: bool = False) -> dict[str, object]:
    """JSON for the script: the version the window shows now. `given_up`: its version was given up."""
    seen = marks(stored_values(version))
    seen |= {old: seen[new] for old, new in copies_named(request, version).items()}
    state = state_context(read_versions(version.post)) | {"given_up": given_up}
    card = render_to_string(STATE, state, request)
    return {"version": version.revision, "seen": seen, "badge": state["badge"], "stand": card.strip()}


def state_context(read: Versions) -> dict[str, object]:
    return {
        "post": read.post,
        "version": read.newest,
        "badge": _badge(read),
        "earlier_versions": earlier_versions(read),
        "taken": taken_back(read),
        "zone": read.post.administration.time_zone,
    }


def _badge(read: Versions) -> str:
    """«черновик, версия 2»; «вышла, версия 2», «вышла, исправление пишут, версия 3»."""
    version = read.newest
    written = PostState.DRAFT if version.frozen_at is None else PostState(version.post.state)
    state = CORRECTION.get(written, "вышла") if read.out else written.label
    return f"{state}, версия {version.number}"


def theirs_for_script(version: PostVersion, names: Iterable[str]) -> dict[str, object]:
    """By field: values that a colleague saved in fields untouched here."""
    form, when = draft_form(None, version), when_form(None, version)
    places = {"when": ("day", "time"), "accounts": ("accounts",)}
    words = {"poll": [name for name in form.fields if name.startswith("poll_") and name != "poll_there"]}
    fields = [field for name in names for field in (places | words).get(name, (name,))]
    bound = [(when if field in when.fields else form)[field] for field in fields]
    return {field.html_name: _for_script(field) for field in bound}


def _for_script(field: BoundField) -> object:
    value = field.value()
    if isinstance(value, bool | list):
        return value
    return "" if value is None else str(field.field.widget.format_value(value) or "")


def show(
    request: HttpRequest,
    read: Versions,
    form: DraftForm | None = None,
    *,
    when: WhenForm | None = None,
    not_sent: str = "",
    photo_errors: Sequence[str] = (),
    clash: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page with the form as typed; without a form, as stored."""
    version, accounts = read.newest, read.accounts_of(read.newest)
    open_here = list(open_accounts(read.post.administration))
    form = form or draft_form(None, version, [*open_here, *accounts])
    shown = when or WhenForm(item=read.item, version=version, chosen=accounts, fixed=read.out)
    page = editing(read, form.draft, form.alts) if form.is_bound else editing(read)
    context = {
        "page": page,
        **state_context(read),
        **_previews(request, page),
        **_fields(form, page),
        **_where_and_when(page, open_here, accounts, shown),
        **_refused(form, page, not_sent),
        "photos": PhotosForm(),
        "most_pictures": MOST_PICTURES,
        "rights": page.rights,
        "seen": json.dumps(form.seen if form.is_bound else marks(stored_values(version, accounts))),
        "photo_errors": photo_errors,
        "check_url": reverse("publishing:proof", args=[version.post_id]),
        "comment_check_url": f"{reverse('publishing:proof', args=[version.post_id])}?of=comment",
        "keep_url": reverse("publishing:keep_words", args=[version.post_id]),
        "let_go_url": reverse("publishing:let_words_go", args=[version.post_id]),
        "discussion": discussion_of(read.post, person_of(request), version),
        "may_write": True,
        **(clash or {}),
    }
    return render(request, PAGE, context, status=status)


def _fields(form: DraftForm, page: Editing) -> dict[str, object]:
    """The texts as typed, each with what was found in it."""
    proofs = {proof.network: proof for proof in page.proofs}
    return {
        "form": form,
        "networks": form.networks,
        "own_texts": _own_texts(form, page),
        "own_fields": [(slug, field, proofs.get(slug)) for slug, field in form.own_fields],
        "proof": proofs.get(""),
        "comment_proof": proofs.get(FIRST_COMMENT),
    }


def _where_and_when(
    page: Editing, open_here: Sequence[Account], accounts: Sequence[Account], when: WhenForm
) -> dict[str, object]:
    """The hour and the accounts to choose from. `open_here`: those of the city; `accounts`: those of the version."""
    is_over = page.hour_is_over
    return {
        "when": when,
        "hours": None if is_over else hours_of(page.item, page.hour),
        "best_hours": {} if is_over else best_hours(page.version.post.administration, open_here),
        "where_to": _where_to(open_here, when),
        "no_comment": [(account, why) for account in accounts if (why := why_no_comment(account))],
        "below": {name: any(getattr(one, name) for one in open_here) for name in ("signature", "hashtags")},
        "chosen": {account.network for account in page.accounts},
        "chosen_accounts": {account.pk for account in page.accounts},
    }


def _refused(form: DraftForm, page: Editing, not_sent: str) -> dict[str, object]:
    """Why the text was not sent for approval, and the other checks that stop it."""
    told = next((one for one in page.blockers if not_sent.casefold().startswith(one.text.casefold())), None)
    return {
        "not_sent": not_sent,
        "told": told,
        "blockers": [check for check in page.blockers if check is not told],
        "alert": form.sentence(),
    }


def _where_to(accounts: Iterable[Account], when: WhenForm) -> list[tuple[Account, bool, bool]]:
    """For each account of the city: whether it is ticked, and whether it has the post."""
    ticked = {str(value) for value in when["accounts"].value() or ()}
    return [(account, str(account.pk) in ticked, account.pk in when.fixed) for account in accounts]


def pictures(request: HttpRequest, version: PostVersion, kept: Saved, errors: Sequence[str]) -> HttpResponse:
    """Render the photo card and the version the window now shows."""
    stand = stand_of(version, request) | {"theirs": theirs_for_script(version, kept.theirs)}
    stand["saved"] = f"сохранено {lately(version.saved_at, version.administration.time_zone)}"
    context = {
        "form": draft_form(None, version),
        "photos": PhotosForm(),
        "post": version.post,
        "most_pictures": MOST_PICTURES,
        "rights": rights_in(version, at=rights_hour(version)),
        "photo_errors": errors,
        "stand": json.dumps(stand, ensure_ascii=False),
    }
    return render(request, f"{PAGE}#pictures", context)


def clash_of(clash: Clash, form: DraftForm, when: WhenForm) -> dict[str, object]:
    """Both texts side by side; `same`: fields of the third form without a choice."""
    mine, theirs = clash.draft, clash.version
    words = draft_of(theirs)
    found = sides(mine, words, form.networks)
    differ = {side.network for side in found}
    stored = {"": words.text} | {slug: words.variants.get(slug, "") for slug in form.networks}
    same = [(field_of(network), text) for network, text in stored.items() if network not in differ]
    places = sum(side.places for side in found)
    rows = [{"side": side, "field": field_of(side.network)} for side in found]
    beside = {
        "poll": polls(mine, words),
        "link": links(mine, words),
        "labels": labels(mine, words),
        **_place_of(clash, when),
    }
    return {"clash": {"rows": rows, "same": same, "theirs": theirs, "places": places, **beside}}


def _place_of(clash: Clash, when: WhenForm) -> dict[str, object]:
    """Hours and networks that both changed; the third form starts with mine, and with both networks."""
    theirs = list(accounts_for(clash.version))
    mine = when.typed_accounts or []
    hours = {"mine": when.typed_moment, "theirs": clash.version.hour} if "when" in clash.both else None
    nets = {"mine": mine, "theirs": theirs, "joined": list({a.pk: a for a in (*theirs, *mine)}.values())}
    return {"hours": hours, "nets": nets if "accounts" in clash.both else None, "when": when}


def field_of(network: str) -> str:
    return f"text_{network}" if network else "text"
