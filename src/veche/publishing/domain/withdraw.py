"""«Снять с публикации»: withdraw a post everywhere, with a reason; it stops counting at once."""

from django.db import transaction
from django.db.models import QuerySet

from veche.approval.domain.ask import take_back
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.protocol import Verb, Withdraw
from veche.outbox.domain.changes import plan_change
from veche.outbox.domain.plan import cancel
from veche.outbox.domain.states import OUT
from veche.outbox.models import Act
from veche.plan.domain.items import lock_item
from veche.posts.models import Post
from veche.publishing.domain.change import forget_choices
from veche.publishing.domain.standing import is_withdrawn, standing_in
from veche.publishing.errors import PublishingError
from veche.publishing.models import Delivery, Withdrawal
from veche.staff.models import Person


def withdraw(*, post: Post, by: Person, reason: str) -> Withdrawal:
    """Withdraw. Raises `PublishingError`; nothing changes then."""
    words = reason.strip()
    if not words:
        raise PublishingError("Напишите, почему снимаете: причина останется в журнале. Запись пока на месте.")
    with transaction.atomic():
        lock_item(post.plan_item)
        fresh: Post = Post.objects.of(post.administration_id).get(pk=post.pk)
        standing = standing_in(fresh)
        _refuse(fresh, standing)
        take_back(post=fresh, by=by)
        _cancel_the_rest(fresh)
        forget_choices(fresh)
        made: Withdrawal = Withdrawal.objects.create(
            administration_id=post.administration_id, post=fresh, by=by, reason=words[:500], at=now()
        )
        acts = [take_down(act, by=by) for act in standing.values()]
        facts = {"acts": [act.pk for act in acts if act is not None]}
        record(administration=post.administration, actor=by, verb="publishing.withdrawn", obj=post, facts=facts)
    return made


def withdrawing(post: Post) -> QuerySet[Act]:
    """Acts that withdraw the post, in any state."""
    acts: QuerySet[Act] = Act.objects.of(post.administration_id).filter(
        about__delivery__version__post=post, verb=Verb.WITHDRAW
    )
    return acts.select_related("administration")


def take_down(act: Act, *, by: Person | None) -> Act | None:
    """Plan the withdrawal in one network. None while the publication is in doubt (`catch_up` handles it later)."""
    if act.state not in OUT or not act.remote_id:
        return None
    wanted = Withdraw(act.remote_id, tuple(act.more_ids))
    return plan_change(about=act, act=wanted, intent=f"withdraw:{act.pk}", by=by)


def _refuse(post: Post, standing: dict[int, Act]) -> None:
    if is_withdrawn(post):
        raise PublishingError("Запись уже сняли с публикации. Второй раз не нужно, ничего не изменилось.")
    if not standing:
        raise PublishingError("Запись ещё не вышла, снимать с публикации нечего. Можно снять её с плана.")


def _cancel_the_rest(post: Post) -> None:
    """Cancel acts that have not left; those on their way are looked up and withdrawn later."""
    deliveries = Delivery.objects.of(post.administration_id).filter(version__post=post).select_related("act")
    for delivery in deliveries:
        cancel(act=delivery.act, reason="Запись сняли с публикации.")
