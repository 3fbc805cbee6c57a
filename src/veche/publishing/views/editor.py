"""The editor's page, and what stands in it: also the answer to every form of it that was refused."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from veche.posts.domain.conflict import links, polls, sides
from veche.posts.domain.pictures import MOST_PICTURES
from veche.posts.domain.proofreading import proofread_all
from veche.posts.domain.queries import latest_version, working_version
from veche.posts.domain.rendering import draft_of
from veche.posts.forms import DraftForm, PhotosForm
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.editing import editing
from veche.publishing.domain.queries import networks_of
from veche.publishing.forms import WhenForm
from veche.staff.access import own_allowed

PAGE = "publishing/editor.html"


@require_GET
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    post = own_allowed(request, Post, "posts.write", pk=pk)
    version = working_version(post)
    if version is None or post.plan_item.cancelled_at is not None:
        return redirect("posts:detail", pk)
    return show(request, version, draft_form(None, version))


@require_POST
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Counters, previews and checks for the words in the window; nothing is saved."""
    version = latest_version(own_allowed(request, Post, "posts.write", pk=pk))
    form = draft_form(request, version)
    form.is_valid()
    page = editing(version, form.draft, form.alts)
    context = {
        "page": page,
        "post": version.post,
        "own_texts": form.draft.variants,
        "zone": version.administration.time_zone,
    }
    return render(request, f"{PAGE}#live", context)


def draft_form(request: HttpRequest | None, version: PostVersion) -> DraftForm:
    networks = networks_of(version.post.plan_item.accounts.all())
    return DraftForm(request.POST if request else None, stored=version, networks=networks)


def show(
    request: HttpRequest,
    version: PostVersion,
    form: DraftForm,
    *,
    when: WhenForm | None = None,
    not_sent: str = "",
    photo_errors: Sequence[str] = (),
    clash: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with the form as it stands, so that nothing typed is lost."""
    page = editing(version, form.draft, form.alts) if form.is_bound else editing(version)
    proofs = {proof.network: proof for proof in proofread_all(form.draft, page.kept)}
    context = {
        "page": page,
        "version": version,
        "post": version.post,
        "form": form,
        "networks": form.networks,
        "photos": PhotosForm(),
        "most_pictures": MOST_PICTURES,
        "when": when or WhenForm(item=page.item),
        "not_sent": not_sent,
        "told": any(check.text == not_sent for check in page.blockers),
        "alert": form.sentence(),
        "photo_errors": photo_errors,
        "zone": version.administration.time_zone,
        "own_texts": form.draft.variants,
        "own_fields": [(slug, field, proofs.get(slug)) for slug, field in form.own_fields],
        "proof": proofs.get(""),
        "check_url": reverse("posts:proof", args=[version.post_id]),
        "keep_url": reverse("posts:keep_words", args=[version.post_id]),
        "let_go_url": reverse("posts:let_words_go", args=[version.post_id]),
        **(clash or {}),
    }
    return render(request, PAGE, context, status=status)


def pictures(request: HttpRequest, version: PostVersion, form: DraftForm, errors: Sequence[str]) -> HttpResponse:
    """The card with the photos alone, and the revision that the window now stands on."""
    context = {
        "form": form,
        "photos": PhotosForm(),
        "post": version.post,
        "most_pictures": MOST_PICTURES,
        "photo_errors": errors,
    }
    answer = render(request, f"{PAGE}#pictures", context)
    answer.headers["X-Version"] = str(form["version"].value())
    return answer


def clash_of(form: DraftForm, theirs: PostVersion) -> dict[str, object]:
    """Both texts, side by side; `same` are the fields of the third form in which there is nothing to choose."""
    words = draft_of(theirs)
    found = sides(form.draft, words, form.networks)
    differ = {side.network for side in found}
    stored = {"": words.text} | {slug: words.variants.get(slug, "") for slug in form.networks}
    same = [(field_of(network), text) for network, text in stored.items() if network not in differ]
    places = sum(piece.kind == "mark" for side in found for line in side.mine for piece in line)
    rows = [{"side": side, "field": field_of(side.network)} for side in found]
    beside = {"poll": polls(form.draft, words), "link": links(form.draft, words)}
    return {"clash": {"rows": rows, "same": same, "theirs": theirs, "places": places, **beside}}


def field_of(network: str) -> str:
    return f"text_{network}" if network else "text"
