"""«Закрепить» and «Открепить», in every network that has the post."""

from django.db import transaction
from django.db.models import QuerySet

from veche.journal.domain.record import record
from veche.networks.protocol import Pin, Unpin, Verb
from veche.networks.registry import NETWORKS
from veche.outbox.domain.changes import plan_change
from veche.outbox.domain.states import OUT
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.posts.models import Post
from veche.publishing.domain.standing import is_withdrawn, publications_of
from veche.publishing.errors import PublishingError
from veche.staff.models import Person

_PINS = (Verb.PIN, Verb.UNPIN)


def pin(*, post: Post, by: Person) -> list[Act]:
    return _change(post, by, Pin, "publishing.pinned")


def unpin(*, post: Post, by: Person) -> list[Act]:
    return _change(post, by, Unpin, "publishing.unpinned")


def _change(post: Post, by: Person, kind: type[Pin | Unpin], verb: str) -> list[Act]:
    with transaction.atomic():
        Post.objects.of(post.administration_id).select_for_update().get(pk=post.pk)
        standing = [] if is_withdrawn(post) else list(_standing(post))
        if not standing:
            raise PublishingError("Эта запись нигде не стоит: закреплять и откреплять нечего.")
        wanted = [act for act in standing if is_pinned(act) is (kind is Unpin)]
        acts = [
            plan_change(about=act, act=kind(act.remote_id), intent=f"pin:{act.pk}:{_so_far(act)}", by=by)
            for act in wanted
        ]
        if acts:
            facts = {"acts": [act.pk for act in acts]}
            record(administration=post.administration, actor=by, verb=verb, obj=post, facts=facts)
    return acts


def _standing(post: Post) -> QuerySet[Act]:
    return publications_of(post).filter(state__in=OUT).exclude(remote_id="").prefetch_related("changes")


def _so_far(about: Act) -> int:
    return about.changes.filter(verb__in=_PINS).count()


def is_pinned(about: Act) -> bool:
    """Whether the last decision was to pin; in networks with one pin a later pin of another post unpins this one.

    Reads `changes` (prefetch them).
    """
    decided = (one for one in about.changes.all() if one.verb in _PINS and one.state != ActState.CANCELLED)
    last = max(decided, key=lambda one: one.pk, default=None)
    if last is None or last.verb != Verb.PIN:
        return False
    if NETWORKS[about.account.network].pins_many:
        return True
    later = Act.objects.of(about.administration_id).filter(account=about.account_id, verb=Verb.PIN, pk__gt=last.pk)
    # A condition on the states would choose an index by which all publications of the account are read.
    return OUT.isdisjoint(later.order_by().values_list("state", flat=True))
