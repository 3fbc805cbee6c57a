"""From a yes to acts in the outbox: one for each account of the plan item."""

from django.db import transaction
from django.utils.translation import gettext as _

from veche.accounts.models import Account
from veche.approval.domain.decide import decide, is_approved
from veche.approval.enums import Verdict
from veche.approval.models import Decision, Step
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.protocol import Publish
from veche.outbox.domain.plan import NOT_AFTER, cancel, plan_act
from veche.outbox.domain.states import OUT
from veche.outbox.models import Act
from veche.posts.domain.rendering import outgoing
from veche.posts.models import PostVersion
from veche.publishing.errors import PublishingError
from veche.publishing.models import Delivery
from veche.staff.models import Person


def decide_and_release(*, step: Step, by: Person, verdict: Verdict, note: str = "") -> Decision:
    """The word of who approves; with the last yes the deliveries are planned in the same transaction."""
    if verdict == Verdict.YES:
        _refuse_yesterday(step.sheet.version)
    with transaction.atomic():
        decision = decide(step=step, by=by, verdict=verdict, note=note)
        version: PostVersion = step.sheet.version
        if verdict == Verdict.YES and is_approved(version):
            release(version=version, by=by)
    return decision


def _refuse_yesterday(version: PostVersion) -> None:
    """A yes that comes long after the hour must not let last week's announcement burst out."""
    if version.post.plan_item.publish_at + NOT_AFTER < now():
        raise PublishingError(
            _("Час этой записи прошёл больше часа назад, задним числом она не уйдёт. Поставьте новый час и согласуйте.")
        )


def release(*, version: PostVersion, by: Person) -> list[Delivery]:
    """Plan one delivery for each account. Earlier versions that have not left yet are taken back."""
    if not is_approved(version):
        raise PublishingError(_("Эту версию ещё не согласовали, поэтому она не уйдёт. Отправьте её на согласование."))
    with transaction.atomic():
        already_out = _take_back_older(version)
        item = version.post.plan_item
        accounts = [account for account in item.accounts.all() if account.pk not in already_out]
        deliveries = [_deliver(version, account, by) for account in accounts]
        record(
            administration=version.administration,
            actor=by,
            verb="publishing.released",
            obj=version.post,
            facts={"version": version.number, "acts": [delivery.act_id for delivery in deliveries]},
        )
    return deliveries


def _deliver(version: PostVersion, account: Account, by: Person) -> Delivery:
    item = version.post.plan_item
    act = plan_act(
        account=account,
        intent=f"publish:{version.pk}:{account.pk}",
        title=item.title,
        act=Publish(outgoing(version, account.network)),
        by=by,
        due_at=max(item.publish_at, now()),
    )
    delivery, _created = Delivery.objects.of(version.administration_id).get_or_create(
        version=version, account=account, defaults={"administration_id": version.administration_id, "act": act}
    )
    return delivery


def _take_back_older(version: PostVersion) -> set[int]:
    """Returns the accounts where an older version stands already or may stand: they get no second post."""
    older = Delivery.objects.of(version.administration_id).filter(version__post=version.post).exclude(version=version)
    standing = set()
    for delivery in older.select_related("act"):
        act: Act = delivery.act
        if act.state in OUT or not cancel(act=act, reason=_("Текст изменили: вместо неё уйдёт новая версия.")):
            act.refresh_from_db()
            if act.state != "cancelled":
                standing.add(delivery.account_id)
    return standing
