"""django-tasks-db with one thing added: a task that is enqueued once for a key, however many ask."""

from typing import Any
from uuid import UUID

from django.tasks import Task
from django.utils.json import normalize_json
from django_tasks_db.backend import DatabaseBackend as Base


class DatabaseBackend(Base):
    def enqueue_once(self, task: Task[Any, Any], args: tuple[str, ...], *, key: UUID) -> bool:
        """False when a row with this key is there already: the primary key decides between workers, without a lock."""
        from django_tasks_db.models import DBTaskResult, get_date_max  # noqa: PLC0415 -- backends are made before models are loaded

        self.validate_task(task)
        _, created = DBTaskResult.objects.get_or_create(
            id=key,
            defaults={
                "args_kwargs": normalize_json({"args": args, "kwargs": {}}),
                "priority": task.priority,
                "task_path": task.module_path,
                "queue_name": task.queue_name,
                "run_after": task.run_after or get_date_max(),
                "backend_name": self.alias,
            },
        )
        return bool(created)
