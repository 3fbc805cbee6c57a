"""Tasks: take ids, call verbs. Each network has its own queue, so that a dead one delays no other."""

from django.db.models import QuerySet
from django.tasks import TaskContext, task

from veche.accounts.domain.health import may_be_polled
from veche.accounts.models import Account
from veche.outbox.domain.deliver import deliver as deliver_act
from veche.outbox.domain.profile_drift import check_profile_drift
from veche.outbox.domain.read_back import confirm_hand_work, read_back, read_back_one
from veche.outbox.domain.reconcile import reconcile as reconcile_acts
from veche.outbox.domain.trial import take_away
from veche.outbox.models import Act


@task(queue_name="house", takes_context=True)
def deliver(context: "TaskContext[[int], None]", act_id: int) -> None:
    deliver_act(act_id, worker=context.task_result.worker_ids[-1])


@task(queue_name="house")
def read_back_network(network: str) -> int:
    """Read back the posts of one network's accounts. Returns how many posts the network told about."""
    return sum(read_back(account) for account in _open_accounts(network))


@task(queue_name="house")
def read_back_act(act_id: int) -> int:
    """Read back one post whose address a person has just entered."""
    return read_back_one(Act.objects.unscoped().select_related("account").get(pk=act_id))


@task(queue_name="house")
def look_at_hand_work(network: str) -> int:
    return sum(confirm_hand_work(account) for account in _open_accounts(network))


@task(queue_name="house")
def compare_looks(network: str) -> int:
    """Compare the pages of one network's accounts with what we set. Returns the number of changes by others."""
    return sum(check_profile_drift(account) for account in _open_accounts(network))


def _open_accounts(network: str) -> QuerySet[Account]:
    found: QuerySet[Account] = Account.objects.unscoped().filter(may_be_polled(), network=network)
    return found.select_related("passport", "administration").distinct()


@task(queue_name="house")
def reconcile() -> dict[str, int]:
    return reconcile_acts()


@task(queue_name="house")
def take_trials_away() -> int:
    return take_away()
