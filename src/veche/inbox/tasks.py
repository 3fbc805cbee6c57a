"""Tasks: take ids, call verbs. Polls of a network run in its own lane."""

from django.db.models import QuerySet
from django.tasks import task

from veche.accounts.domain.health import may_be_polled
from veche.accounts.models import Account
from veche.inbox.domain import pictures, receive, webhook_watch
from veche.inbox.domain import process_events as processing
from veche.inbox.domain.asked_often import find_asked
from veche.inbox.domain.own_posts import read_posts
from veche.inbox.models import InboundEvent, MessagePicture
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration


@task(queue_name="house")
def poll_network(network: str) -> int:
    """Poll the accounts of a network that have no webhook: Telegram and MAX refuse polling of others."""
    return sum(receive.poll(account) for account in _polled(network))


@compiled_once
def _polled(network: str) -> QuerySet[Account]:
    return Account.objects.unscoped().filter(may_be_polled(), network=network, webhook_since=None).distinct()


@task(queue_name="house")
def read_posts_of(network: str) -> int:
    """Read in the network's reading lane what stands on our pages. Returns the number of posts."""
    accounts = Account.objects.unscoped().filter(may_be_polled(), network=network)
    return sum(read_posts(account) for account in accounts.select_related("passport", "administration").distinct())


@task(queue_name="house")
def look_after_calls(network: str) -> int:
    """Check the webhooks of a network's accounts. Returns the number of accounts."""
    wanted = Account.objects.unscoped().filter(network=network, webhook_wanted=True, closed_at=None)
    living = wanted.filter(keys__isnull=False, keys__revoked_at=None).select_related("administration").distinct()
    for account in living:
        webhook_watch.watch_webhook(account)
    return len(living)


@task(queue_name="house")
def sort_out(account_id: int) -> int:
    return processing.process_events(Account.objects.unscoped().get(pk=account_id))


@task(queue_name="house")
def sort_out_waiting() -> int:
    """Process events left by a dead worker or postponed after a failure."""
    waiting = InboundEvent.objects.unscoped().filter(processing.due()).values("account")
    return sum(processing.process_events(account) for account in Account.objects.unscoped().filter(pk__in=waiting))


@task(queue_name="house")
def fetch_picture(picture_id: int) -> bool:
    found = MessagePicture.objects.unscoped().select_related("message__account").get(pk=picture_id)
    return pictures.fetch(found)


@task(queue_name="media")
def find_asked_often() -> int:
    """Make occasions of what residents ask often. Returns the number of topics."""
    return sum(find_asked(administration) for administration in Administration.objects.order_by("pk"))
