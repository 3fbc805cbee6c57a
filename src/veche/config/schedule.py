"""The one table of what happens by itself. Rooms add their rows here when their task exists."""

from veche.engine.schedule import Chore, Periodic

PERIODIC: tuple[Periodic, ...] = (
    # What is due, or was left in mid-air by a worker that died, goes on: the promise of `outbox` rests on this row.
    Periodic("outbox.reconcile", 5, "veche.outbox.tasks.reconcile", "house"),
    # Rights are taken away in a network without a word to us: once a day it is asked what our keys may do.
    Periodic("accounts.check", 86_400, "veche.accounts.tasks.check_all", "house"),
    # In the network's own lane: a network that does not answer holds up nobody else.
    Periodic("inbox.poll.vk", 5, "veche.inbox.tasks.poll_network", "vk", ("vk",)),
    Periodic("inbox.poll.telegram", 5, "veche.inbox.tasks.poll_network", "telegram", ("telegram",)),
    # OK tells nobody anything: each topic with news is asked for, and it publishes no pace. A slow one is kept.
    Periodic("inbox.poll.ok", 20, "veche.inbox.tasks.poll_network", "ok", ("ok",)),
    Periodic("inbox.poll.max", 5, "veche.inbox.tasks.poll_network", "max", ("max",)),
    # What a dead worker left between storing and sorting, and what was not understood the first time.
    Periodic("inbox.sort_out", 5, "veche.inbox.tasks.sort_out_waiting", "house"),
    # Whom it concerns hears of a failed, unknown or missed act within two minutes. Its own lane: mail holds up nobody.
    Periodic("alarms.tell", 15, "veche.alarms.tasks.tell", "mail"),
    # A comment is screened within three seconds of its arrival.
    Periodic("moderation.propose", 2, "veche.moderation.tasks.propose", "house"),
    Periodic("moderation.settle", 3, "veche.moderation.tasks.settle", "house"),
)

# The engine's own: done by each worker itself, so they work while every lane is busy.
CHORES = (
    Chore("engine.reap", 10, "veche.engine.reaper.reap"),
    Chore("engine.prune", 3600, "veche.engine.reaper.prune"),
)
