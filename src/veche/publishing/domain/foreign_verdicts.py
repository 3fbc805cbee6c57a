"""«Это наше?»: a person says whose a post past Veche is, and can take it back."""

from django.db import transaction

from veche.alarms.domain.notify import forget, notify
from veche.journal.domain.record import record
from veche.kernel import clock
from veche.plan.enums import PostCategory
from veche.plan.models import PlanItem
from veche.publishing.domain.foreign import maker_known_now
from veche.publishing.domain.foreign_items import item_of
from veche.publishing.enums import ForeignVerdict
from veche.publishing.errors import PublishingError
from veche.publishing.models import ForeignPost
from veche.staff.domain.roles import people_with
from veche.staff.enums import Role
from veche.staff.models import Person

STRANGERS_POST = "publishing.foreign_post"
DECIDED = "Об этой записи уже решил кто-то другой. Посмотрите, что он решил: ваше решение не понадобилось."
NOT_THAT_ITEM = (
    "Этот пункт плана уже не подходит: его сняли, перенесли или он выходит на этой странице. Решение не записали."
)
MADE_HERE = "Оказалось, что запись вышла через Вече: её отправка нашлась. Решать не нужно."


def say_ours(*, post: ForeignPost, by: Person, category: PostCategory, item: int | None = None) -> None:
    """«Да, наше»: from now on the norm counts it as this category, or as the item of the plan with this id.

    Raises `PublishingError` also if the post cannot be that item any more.
    """
    with transaction.atomic():
        found = _locked_item(post, item) if item is not None else None
        _say(post, by, ForeignVerdict.OURS, category=found.category if found else category, item=found)


def _locked_item(post: ForeignPost, pk: int) -> PlanItem:
    """The item under its lock: two posts of one page are not joined to it at once."""
    list(PlanItem.objects.of(post.administration_id).select_for_update(of=("self",)).filter(pk=pk))
    found = item_of(post, pk)
    if found is None:
        raise PublishingError(NOT_THAT_ITEM)
    return found


def say_not_ours(*, post: ForeignPost, by: Person) -> None:
    """«Нет, не мы»: the beginning of an alarm. IT and the heads of press are told, except who has said so."""
    with transaction.atomic():
        _say(post, by, ForeignVerdict.NOT_OURS)
        day = clock.today(post.administration.time_zone)
        people = {
            one for role in (Role.IT, Role.PRESS_HEAD) for one in people_with(role, post.administration_id, on=day)
        }
        told = sorted(people - {by}, key=lambda person: person.pk)
        notify(post.administration_id, STRANGERS_POST, post.pk, told)


def _say(
    post: ForeignPost, by: Person, verdict: ForeignVerdict, *, category: str = "", item: PlanItem | None = None
) -> None:
    """Raises `PublishingError` if a colleague was quicker, or if it is a post of an act after all."""
    with transaction.atomic():
        rows, moment = ForeignPost.objects.of(post.administration_id).filter(pk=post.pk), clock.now()
        if post.act_id is not None or maker_known_now(post) is not None:
            raise PublishingError(MADE_HERE)
        said = {"verdict": verdict, "category": category, "plan_item": item, "said_by": by, "said_at": moment}
        if verdict == ForeignVerdict.OURS:
            said |= {"settled_by": by, "settled_at": moment}
        if not rows.filter(verdict="", act=None).update(**said):
            raise PublishingError(DECIDED)
        facts = ({"category": category} if category else {}) | ({"item": item.pk} if item else {})
        verb = "publishing.foreign_ours" if verdict == ForeignVerdict.OURS else "publishing.foreign_not_ours"
        record(administration=post.administration, actor=by, verb=verb, obj=post, facts=facts)


def take_back(*, post: ForeignPost, by: Person) -> None:
    """Ask about the post again; an alarm that it began is over."""
    with transaction.atomic():
        rows = ForeignPost.objects.of(post.administration_id).filter(pk=post.pk).exclude(verdict="")
        nothing = {"verdict": "", "category": "", "plan_item": None, "said_by": None, "said_at": None}
        if not rows.update(settled_at=None, settled_by=None, **nothing):
            raise PublishingError("Это решение уже отменили. О записи снова спрашиваем.")
        forget(post.administration_id, STRANGERS_POST, post.pk)
        record(administration=post.administration, actor=by, verb="publishing.foreign_undone", obj=post, facts={})


def settle(*, post: ForeignPost, by: Person) -> None:
    """«Разобрались»: the alarm that «не мы» began is over; the post stays in the list."""
    with transaction.atomic():
        rows = ForeignPost.objects.of(post.administration_id).filter(
            pk=post.pk, verdict=ForeignVerdict.NOT_OURS, settled_at=None
        )
        if not rows.update(settled_at=clock.now(), settled_by=by):
            raise PublishingError("Эту тревогу уже закрыли или решение отменили. Делать ничего не нужно.")
        record(administration=post.administration, actor=by, verb="publishing.foreign_settled", obj=post, facts={})
