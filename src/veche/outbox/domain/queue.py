"""The way to the task engine. The engine may lose or repeat a task: the promise rests on the row (see reconcile)."""

from datetime import datetime

from veche.outbox.models import Act


def enqueue(act: Act, *, at: datetime | None = None) -> None:
    from veche.outbox.tasks import deliver  # noqa: PLC0415 -- tasks import the verbs that enqueue

    deliver.using(queue_name=act.account.network, run_after=at or act.next_try_at).enqueue(act.pk)
