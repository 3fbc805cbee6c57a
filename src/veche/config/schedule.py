"""The one table of what happens by itself. Rooms add their rows here when their task exists."""

from django.conf import settings

from veche.engine.queues import reading
from veche.engine.schedule import Chore, Periodic
from veche.networks.registry import NETWORKS

# On the clock of the city.
NIGHT = 3

OFFERED = {slug: NETWORKS[slug] for slug in settings.OFFERED_NETWORKS}

PERIODIC: tuple[Periodic, ...] = (
    # What is due, or was left in mid-air by a worker that died, goes on: the promise of `outbox` rests on this row.
    Periodic("outbox.reconcile", 5, "veche.outbox.tasks.reconcile", "house"),
    # A trial post goes as soon as it stands.
    Periodic("outbox.trials", 5, "veche.outbox.tasks.take_trials_away", "house"),
    # Rights are taken away in a network without a word to us: every night it is asked what our keys may do.
    Periodic("accounts.check", 86_400, "veche.accounts.tasks.check_all", "house", at_hour=NIGHT),
    # Who rewrites the journal is found although nobody presses the button.
    Periodic("journal.check", 86_400, "veche.journal.tasks.check_all", "media", at_hour=NIGHT),
    # In the network's own lane for reading: a network that does not answer holds up nobody else.
    *(
        Periodic(f"inbox.poll.{slug}", network.reading.every, "veche.inbox.tasks.poll_network", reading(slug), (slug,))
        for slug, network in OFFERED.items()
    ),
    # A network that could not reach us gives our address up without a word, and we would take its silence for peace.
    *(
        Periodic(f"inbox.calls.{slug}", 300, "veche.inbox.tasks.look_after_calls", reading(slug), (slug,))
        for slug, network in OFFERED.items()
        if network.reading.has_webhooks
    ),
    # Somebody may change or remove a post in the network itself: each is asked about four times a day, a few at a time.
    *(
        Periodic(f"outbox.read_back.{slug}", 600, "veche.outbox.tasks.read_back_network", reading(slug), (slug,))
        for slug in OFFERED
    ),
    # What a person did by hand closes its card when the network shows it.
    *(
        Periodic(f"outbox.hand_work.{slug}", 120, "veche.outbox.tasks.look_at_hand_work", reading(slug), (slug,))
        for slug in OFFERED
    ),
    # A page's words and pictures: is what is shown still what we put there?
    *(
        Periodic(f"outbox.looks.{slug}", 120, "veche.outbox.tasks.compare_looks", reading(slug), (slug,))
        for slug in OFFERED
    ),
    # How many saw a post: of the first day each hour, then once a day, for a month.
    *(
        Periodic(f"publishing.figures.{slug}", 300, "veche.publishing.tasks.read_figures_of", reading(slug), (slug,))
        for slug in OFFERED
    ),
    # A publication that was in doubt when its post was corrected or withdrawn, and turned out to stand.
    Periodic("publishing.catch_up", 60, "veche.publishing.tasks.catch_up", "house"),
    # What a dead worker left between storing and sorting, and what was not understood the first time.
    Periodic("inbox.sort_out", 5, "veche.inbox.tasks.sort_out_waiting", "house"),
    # Each stranger who presses a button gets a session to be told so in, and nothing else ever takes it away.
    Periodic("staff.sessions", 3600, "veche.staff.tasks.forget_sessions", "house"),
    # Whom it concerns hears of a failed, unknown or missed act within two minutes. Its own lane: mail holds up nobody.
    Periodic("alarms.tell", 15, "veche.alarms.tasks.tell", "mail"),
    # What a worker that died left of videos; a new one is looked into at once.
    Periodic("posts.media", 30, "veche.posts.tasks.prepare_waiting", "media"),
    # A comment is screened within three seconds of its arrival.
    Periodic("moderation.propose", 2, "veche.moderation.tasks.propose", "house"),
    Periodic("moderation.settle", 3, "veche.moderation.tasks.settle", "house"),
)

# The engine's own: done by each worker itself, so they work while every lane is busy.
CHORES = (
    Chore("engine.beat", 2, "veche.engine.port.beat"),
    Chore("engine.reap", 10, "veche.engine.port.reap"),
    Chore("engine.prune", 3600, "veche.engine.port.prune"),
)
