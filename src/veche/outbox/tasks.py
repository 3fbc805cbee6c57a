"""Tasks: take ids, call verbs. Each network has its own queue, so that a dead one delays no other."""

from django.db.models import QuerySet
from django.tasks import TaskContext, task

from veche.accounts.domain.health import may_be_polled
from veche.accounts.models import Account
from veche.outbox.domain import deliver as delivery
from veche.outbox.domain import profile_drift, trial
from veche.outbox.domain import read_back as reading
from veche.outbox.domain import reconcile as net
from veche.outbox.models import Act


@task(queue_name="house", takes_context=True)
def deliver(context: "TaskContext[[int], None]", act_id: int) -> None:
    delivery.deliver(act_id, worker=context.task_result.worker_ids[-1])


@task(queue_name="house")
def read_back_network(network: str) -> int:
    """Read back the posts of one network's accounts. Returns how many posts the network told about."""
    return sum(reading.read_back(account) for account in _open_accounts(network))


@task(queue_name="house")
def read_back_act(act_id: int) -> int:
    """Read back one post whose address a person has just entered."""
    return reading.read_back_one(Act.objects.unscoped().select_related("account").get(pk=act_id))


@task(queue_name="house")
def look_at_hand_work(network: str) -> int:
    return sum(reading.confirm_hand_work(account) for account in _open_accounts(network))


@task(queue_name="house")
def compare_looks(network: str) -> int:
    """Compare the pages of one network's accounts with what we set. Returns the number of changes by others."""
    return sum(profile_drift.check_profile_drift(account) for account in _open_accounts(network))


def _open_accounts(network: str) -> QuerySet[Account]:
    found: QuerySet[Account] = Account.objects.unscoped().filter(may_be_polled(), network=network)
    return found.select_related("passport", "administration").distinct()


@task(queue_name="house")
def reconcile() -> dict[str, int]:
    return net.reconcile()


@task(queue_name="house")
def take_trials_away() -> int:
    return trial.take_away()
