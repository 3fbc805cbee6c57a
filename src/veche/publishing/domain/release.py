"""From approval to acts: one delivery for each account of the plan item."""

from datetime import datetime

from django.db import transaction
from django.db.models import prefetch_related_objects

from veche.accounts.models import Account
from veche.approval.domain.decide import decide, is_approved
from veche.approval.domain.hasten import hasten
from veche.approval.enums import Verdict
from veche.approval.models import Decision, Step
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.protocol import Publish
from veche.outbox.domain.plan import NOT_AFTER, cancel, plan_act, replace_reason
from veche.outbox.domain.states import OUT
from veche.plan.domain.items import lock_item
from veche.plan.models import PlanItem
from veche.posts.domain.endings import ending_of
from veche.posts.domain.queries import content_of
from veche.posts.domain.rendering import outgoing
from veche.posts.models import PostVersion
from veche.publishing.domain.change import settle
from veche.publishing.domain.correct import correct, looks_the_same
from veche.publishing.domain.delivery_targets import by_hand
from veche.publishing.domain.file_rights import refuse_unclear_files
from veche.publishing.domain.foreign_standings import came_past_veche
from veche.publishing.domain.place import apply_place
from veche.publishing.domain.standing import held_acts, is_out, is_withdrawn, standing_in
from veche.publishing.errors import PublishingError
from veche.publishing.models import Delivery
from veche.staff.models import Person


def decide_and_release(*, step: Step, by: Person, verdict: Verdict, note: str = "") -> Decision:
    """Record the decision; after the last approval plan the deliveries in the same transaction."""
    version: PostVersion = step.sheet.version
    with transaction.atomic():
        item = lock_item(version.post.plan_item)  # whoever withdraws or moves it at this moment comes before or after
        if verdict == Verdict.YES and not step.later:
            _refuse_yesterday(version, item)
            refuse_unclear_files(version)
        decision = decide(step=step, by=by, verdict=verdict, note=note)
        if verdict == Verdict.YES and not step.later and is_approved(version):
            _release(version, by)
        settle(post=version.post, by=by)
    return decision


def hasten_and_release(*, step: Step, by: Person, why: str) -> None:
    """Agree the sheet with one signature, and plan the deliveries in the same transaction."""
    version: PostVersion = step.sheet.version
    with transaction.atomic():
        item = lock_item(version.post.plan_item)
        _refuse_yesterday(version, item)
        refuse_unclear_files(version)
        hasten(step=step, by=by, why=why)
        release(version=version, by=by)
        settle(post=version.post, by=by)


def _hour_of(publish_at: datetime) -> datetime:
    """The hour, now at the soonest. Long after it only a correction is sent; else a person decides."""
    return publish_at if publish_at + NOT_AFTER < now() else max(publish_at, now())


def _refuse_yesterday(version: PostVersion, item: PlanItem) -> None:
    """Raise if the hour is long over, so that last week's announcement is not published; a correction is allowed."""
    if is_out(version.post):
        return
    if (version.own_hour or item.publish_at) + NOT_AFTER < now():
        raise PublishingError(
            "Час этой записи прошёл больше часа назад, задним числом она не уйдёт. Поставьте новый час и согласуйте."
        )


def release(*, version: PostVersion, by: Person | None) -> list[Delivery]:
    """Plan one delivery for each account: a publication, or an edit where an earlier version is published.

    Its own hour and networks become the plan's. Earlier versions that have not left are cancelled.
    """
    if not is_approved(version):
        raise PublishingError("Эту версию ещё не согласовали, поэтому она не уйдёт. Отправьте её на согласование.")
    return _release(version, by)


def _release(version: PostVersion, by: Person | None) -> list[Delivery]:
    """`release` of a version that is known to be approved."""
    with transaction.atomic():
        prefetch_related_objects([version], *content_of(version.administration_id))
        item = lock_item(version.post.plan_item)
        if is_withdrawn(version.post):
            raise PublishingError("Запись сняли с публикации, новая версия не уйдёт. Текст сохранён.")
        standing = standing_in(version.post)
        added = apply_place(version=version, item=item, by=by)
        _take_back_older(version, item)
        # Where it came out past Veche a second one would be the same post twice.
        there = {*standing, *came_past_veche(item.administration, [item.pk]).get(item.pk, {})}
        accounts = [account for account in item.accounts.select_related("passport") if account.pk not in there]
        deliveries = [
            publish_in(account, item, version=version, by=by, at_once=bool(standing) and account.pk in added)
            for account in accounts
        ]
        corrections = [correct(version=version, about=act, by=by) for act in standing.values()]
        deliveries += [delivery for delivery in corrections if delivery is not None]
        record(
            administration=version.administration,
            actor=by,
            verb="publishing.released",
            obj=version.post,
            facts={"version": version.number, "acts": [delivery.act_id for delivery in deliveries]},
        )
    return deliveries


def publish_in(
    account: Account, item: PlanItem, *, version: PostVersion, by: Person | None, at_once: bool = False
) -> Delivery:
    """Plan one publication, once, at the hour of `item`, which the caller holds, as it may just have moved.

    `at_once`: a correction adds this network after the post's hour.
    """
    due = max(item.publish_at, now()) if at_once else _hour_of(item.publish_at)
    act = plan_act(
        account=account,
        intent=f"publish:{version.pk}:{account.pk}",
        title=item.title,
        act=Publish(outgoing(version, account.network, ending=ending_of(version, account))),
        by=by,
        due_at=due,
        card_reason=by_hand(account, version, at=due),
    )
    delivery, _created = Delivery.objects.of(version.administration_id).get_or_create(
        version=version, account=account, defaults={"administration_id": version.administration_id, "act": act}
    )
    return delivery


def _take_back_older(version: PostVersion, item: PlanItem) -> None:
    """Cancel older acts; those on their way are not retried."""
    older = Delivery.objects.of(version.administration_id).filter(version__post=version.post).exclude(version=version)
    chosen = set(item.accounts.values_list("pk", flat=True))
    held = held_acts(version.post)
    for delivery in older.select_related("act", "version", "account").order_by("pk"):
        if delivery.act.state not in OUT:
            why = _why_replaced(delivery, version, chosen)
            if not cancel(act=delivery.act, reason=why) and delivery.act_id in held:
                replace_reason(act=delivery.act, reason=why)


def _why_replaced(delivery: Delivery, version: PostVersion, chosen: set[int]) -> str:
    if delivery.account_id not in chosen:
        return "Эту сеть из записи убрали."
    network = delivery.account.network
    was, will = (outgoing(one, network, ending=ending_of(one, delivery.account)) for one in (delivery.version, version))
    if looks_the_same(network, was, will):
        return "Час или сети изменили: вместо неё уйдёт новая версия с тем же текстом."
    return "Текст изменили: вместо неё уйдёт новая версия."
