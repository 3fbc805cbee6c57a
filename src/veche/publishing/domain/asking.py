"""Ask for approval of a version; a version equal to what is or will be published needs none."""

from collections.abc import Mapping

from django.db import transaction

from veche.accounts.models import Account
from veche.approval.domain.ask import ask
from veche.approval.models import ApprovalSheet
from veche.networks.protocol import Edit, Publish
from veche.networks.registry import NETWORKS
from veche.outbox.domain.states import NOT_DONE
from veche.outbox.domain.unpack import network_act
from veche.outbox.models import Act
from veche.plan.domain.items import describe_item, lock_item
from veche.plan.enums import Format
from veche.plan.models import PlanItem
from veche.posts.domain.endings import ending_of
from veche.posts.domain.polls import words_of
from veche.posts.domain.queries import accounts_for
from veche.posts.domain.rendering import draft_of, outgoing
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.correct import looks_the_same
from veche.publishing.domain.place import is_placed_anew
from veche.publishing.domain.standing import is_out
from veche.publishing.errors import PublishingError
from veche.publishing.models import Delivery
from veche.staff.models import Person


def ask_about(*, version: PostVersion, by: Person) -> ApprovalSheet:
    """Freeze the version and ask the head of press.

    Raises `PublishingError` if the version changes nothing in any network, and what `approval.domain.ask` raises.
    """
    correction = is_out(version.post)
    if changes_nothing(version):
        raise PublishingError(_why_needless(version, correction=correction))
    with transaction.atomic():
        name_format(version, by)
        return ask(version=version, by=by, correction=correction)


def name_format(version: PostVersion, by: Person) -> None:
    """Set the format of a plan item marked «текст» by the post's content. Part of asking."""
    item = lock_item(version.post.plan_item)
    parts = [Format(kind) for kind in version.pictures.values_list("media__kind", flat=True)]
    parts += [Format.POLL] if words_of(version) else []
    if item.format == Format.TEXT and parts:
        describe_item(item=item, by=by, said={"format": parts[0]})


def changes_nothing(version: PostVersion) -> bool:
    """Whether each account has or will have an equal post at the same hour."""
    item: PlanItem = version.post.plan_item
    if is_placed_anew(version, item):
        return False
    accounts = accounts_for(version)
    living = living_words(version.post)
    return bool(accounts) and all(
        account.pk in living and _says(version, living[account.pk], account) for account in accounts
    )


def living_words(post: Post) -> Mapping[int, Act]:
    """By account: the newest act whose text is published or on its way."""
    found = Delivery.objects.of(post.administration_id).filter(version__post=post).exclude(act__state__in=NOT_DONE)
    return {one.account_id: one.act for one in found.select_related("act").order_by("act_id")}


def _says(version: PostVersion, act: Act, account: Account) -> bool:
    words, network = network_act(act), account.network
    after = outgoing(version, network, ending=ending_of(version, account))
    return isinstance(words, Publish | Edit) and looks_the_same(network, words.post, after)


def _why_needless(version: PostVersion, *, correction: bool) -> str:
    own = draft_of(version).variants
    if not correction:
        return "Слово в слово это уже согласовали, и оно выйдет само. Текст сохранён, второе согласие не нужно."
    if not own:
        return "Правка ничего не меняет: в сетях стоит ровно это. Согласовывать нечего, текст сохранён."
    names = ", ".join(network.title for slug, network in NETWORKS.items() if slug in own)
    return (
        f"Правка ничего не меняет: в сетях стоит ровно это. Свой текст у сетей: {names}, общий туда не идёт. "
        "Поправьте его или уберите. Всё сохранено."
    )
