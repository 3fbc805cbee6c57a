"""Templates of posts: the list, «Сохранить как шаблон», and what a new publication begins from."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from veche.kit.ids import id_from
from veche.plan.domain.queries import takes_posts
from veche.posts.domain.queries import latest_version
from veche.posts.domain.templates import (
    archive_template,
    begin_from_post,
    begin_from_template,
    save_template,
    templates_of,
)
from veche.posts.models import Post, PostTemplate
from veche.publishing.views import drafts
from veche.staff.access import own_allowed, permission_required, person_of
from veche.staff.models import Person


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new publication begins from: a template, a post, or nothing."""

    template: PostTemplate | None = None
    post: Post | None = None

    @property
    def initial(self) -> dict[str, object]:
        """Values of the plan item's form."""
        if self.template is not None:
            return {"title": self.template.name}
        if self.post is None:
            return {}
        item = self.post.plan_item
        accounts = [account.pk for account in item.accounts.all() if takes_posts(account)]
        return {"title": item.title, "accounts": accounts, "format": item.format, "category": item.category}

    def write_into(self, post: Post, by: Person) -> None:
        if self.template is not None:
            begin_from_template(post=post, by=by, template=self.template)
        elif self.post is not None:
            begin_from_post(post=post, by=by, source=latest_version(self.post))


def beginning(request: HttpRequest, by: Person) -> Beginning:
    """As the address names it: `?template=3` or `?copy=7`; what is not there, or is another city's, is nothing."""
    template, copy = (id_from(request.GET.get(name, "")) or 0 for name in ("template", "copy"))
    posts = Post.objects.of(by.administration).select_related("plan_item")
    return Beginning(
        templates_of(by.administration).filter(pk=template).first() if template else None,
        posts.filter(pk=copy).first() if copy else None,
    )


@require_GET
@permission_required("publishing.plan")
def templates(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    context = {"templates": templates_of(me.administration), "zone": me.administration.time_zone}
    return render(request, "publishing/templates.html", context)


@require_POST
def to_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the editor's window, then keep its words under the title of the plan item."""
    post = own_allowed(request, Post, "posts.write", pk=pk)
    kept = drafts.keep(request, post)
    if isinstance(kept, HttpResponse):
        return kept
    made = save_template(version=latest_version(post), by=person_of(request), name=post.plan_item.title)
    messages.success(request, f"Слова сохранены как шаблон «{made.name}». Он в списке «Шаблоны».")
    return redirect("publishing:edit", pk)


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    template = own_allowed(request, PostTemplate, "posts.write", pk=pk)
    archive_template(template)
    messages.success(request, f"Шаблон «{template.name}» убран. Записи, начатые с него, на месте.")
    return redirect("publishing:templates")
