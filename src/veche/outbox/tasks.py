"""Ids in, verbs called. Each network has its own queue, so that a dead one delays nobody else."""

from django.tasks import TaskContext, task

from veche.outbox.domain import deliver as delivery
from veche.outbox.domain import reconcile as net


@task(queue_name="house", takes_context=True)
def deliver(context: "TaskContext[[int], None]", act_id: int) -> None:
    delivery.deliver(act_id, worker=context.task_result.worker_ids[-1])


@task(queue_name="house")
def reconcile() -> dict[str, int]:
    return net.reconcile()
