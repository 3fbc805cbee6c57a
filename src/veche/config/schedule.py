"""The one table of what happens by itself. Rooms add their rows here when their task exists."""

from veche.engine.schedule import Chore, Periodic

PERIODIC: tuple[Periodic, ...] = ()

# The engine's own: done by each worker itself, so they work while every lane is busy.
CHORES = (
    Chore("engine.reap", 10, "veche.engine.reaper.reap"),
    Chore("engine.prune", 3600, "veche.engine.reaper.prune"),
)
