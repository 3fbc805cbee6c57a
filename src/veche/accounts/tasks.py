"""Tasks: take ids, call verbs. A check runs in the lane of its network and delays no other."""

from django.tasks import task

from veche.accounts.domain import check as checking
from veche.accounts.domain import connecting, webhook_removal, webhook_subscription
from veche.accounts.domain.administrators import read_administrators
from veche.accounts.domain.health import ask_check
from veche.accounts.models import Account, Connection
from veche.staff.models import Person


@task(queue_name="house")
def check_account(account_id: int, by_id: int | None) -> None:
    account = Account.objects.unscoped().select_related("administration").get(pk=account_id)
    by = Person.objects.of(account.administration_id).filter(pk=by_id).first() if by_id else None
    checking.check(account=account, by=by)
    # It is told again of which kinds we understand, which is harmless.
    webhook_subscription.sync_webhook(Account.objects.of(account.administration_id).get(pk=account_id))
    # Who runs it may have changed with the rights, and without a word to us.
    read_administrators(Account.objects.of(account.administration_id).select_related("passport").get(pk=account_id))


@task(queue_name="house")
def tell_network(account_id: int) -> None:
    webhook_subscription.sync_webhook(Account.objects.unscoped().select_related("administration").get(pk=account_id))


@task(queue_name="house")
def part(account_id: int, tries: int) -> None:
    webhook_removal.unsubscribe_webhook(
        Account.objects.unscoped().select_related("administration").get(pk=account_id), tries=tries
    )


@task(queue_name="house")
def look_at_administrators(account_id: int) -> None:
    read_administrators(Account.objects.unscoped().select_related("passport", "administration").get(pk=account_id))


@task(queue_name="house")
def look_at_connection(connection_id: str) -> None:
    """Identify a page that is being connected, unless it was given up meanwhile."""
    found = Connection.objects.unscoped().select_related("administration").filter(pk=connection_id).first()
    if found is not None:
        connecting.check_connection(found)


@task(queue_name="house")
def check_all() -> int:
    """Check all accounts, every night, as networks take rights away silently. Returns the number of checks enqueued."""
    Connection.objects.unscoped().filter(connecting.is_old()).delete()
    open_ones = Account.objects.unscoped().filter(closed_at=None, keys__revoked_at=None, keys__isnull=False).distinct()
    return sum(ask_check(account=account) for account in open_ones)
