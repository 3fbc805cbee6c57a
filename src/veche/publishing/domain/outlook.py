"""What the yes that is asked for would do: in which networks something changes, and which version it replaces."""

from collections.abc import Iterable

from veche.accounts.models import Account
from veche.accounts.order import in_order
from veche.approval.domain.outlook import Earlier, Outlook
from veche.approval.models import Step
from veche.outbox.domain.states import NOT_OUT
from veche.outbox.models import Act
from veche.posts.domain.queries import accounts_for
from veche.posts.models import PostVersion
from veche.publishing.domain.agreed_correction import acts_of
from veche.publishing.domain.correct import would_change
from veche.publishing.domain.standing import agreed_version, standing_in
from veche.publishing.models import ReleaseChoice


def outlook(step: Step) -> Outlook:
    """Of an open question; of one that is over, where the version was to go."""
    version: PostVersion = step.sheet.version
    accounts = list(accounts_for(version))
    if step.sheet.closed_at is not None or hasattr(step, "decision"):
        return Outlook(_networks(accounts))
    standing = standing_in(version.post)
    changing = [act.account for act in standing.values() if would_change(version, act)]
    goes = [*(account for account in accounts if account.pk not in standing), *changing]
    earlier, ahead = _earlier(version)
    chosen = {account.pk for account in accounts}
    return Outlook(
        networks=_networks(goes),
        earlier=earlier,
        nowhere=_networks(act.account for act in ahead if act.account_id not in chosen),
    )


def _earlier(version: PostVersion) -> tuple[Earlier | None, list[Act]]:
    agreed = agreed_version(version.post)
    if agreed is None or agreed.number >= version.number:
        return None, []
    choices = ReleaseChoice.objects.of(version.administration_id).filter(version=agreed, held=True)
    choice = choices.select_related("by").first()
    stopped = choice.stopped if choice is not None else {}
    ahead = [act for act in acts_of(agreed) if act.state in NOT_OUT or str(act.pk) in stopped]
    if not ahead:
        return None, []
    earlier = Earlier(
        number=agreed.number,
        networks=_networks(act.account for act in ahead),
        hour=ahead[0].due_at,
        held_by=choice.by if choice is not None else None,
        held_at=choice.at if choice is not None else None,
    )
    return earlier, ahead


def _networks(accounts: Iterable[Account]) -> list[str]:
    return in_order({account.network for account in accounts})
