"""The tasks of files under their earlier paths, which stand in queues and in the schedule of installations."""

from veche.media.tasks import prepare, prepare_waiting

__all__ = ["prepare", "prepare_waiting"]
