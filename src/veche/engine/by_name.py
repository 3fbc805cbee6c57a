"""Tasks by their dotted path, for verbs that enqueue them: `tasks.py` of a room imports the room's verbs."""

from typing import Any, cast

from django.tasks import Task
from django.utils.module_loading import import_string


def task_named(path: str) -> Task[Any, Any]:
    """Return the task at `path`, for example "veche.outbox.tasks.deliver". Raises ImportError if there is none."""
    return cast("Task[Any, Any]", import_string(path))
