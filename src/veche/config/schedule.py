"""The one table of what happens by itself. Rooms add their rows here when their task exists."""

from django.conf import settings

from veche.engine.queues import reading
from veche.engine.schedule import Chore, Periodic
from veche.networks.protocol import Operation
from veche.networks.registry import NETWORKS

# On the clock of the city.
NIGHT = 3

OFFERED = {slug: NETWORKS[slug] for slug in settings.OFFERED_NETWORKS}

PERIODIC: tuple[Periodic, ...] = (
    # Enqueues acts that are due or were left by a worker that died. The promise of `outbox` rests on this row.
    Periodic("outbox.reconcile", 5, "veche.outbox.tasks.reconcile", "house"),
    # Withdraws a trial post as soon as it is out.
    Periodic("outbox.trials", 5, "veche.outbox.tasks.take_trials_away", "house"),
    # Networks revoke rights without telling us: every night each is asked what our keys may do.
    Periodic("accounts.check", 86_400, "veche.accounts.tasks.check_all", "house", at_hour=NIGHT),
    # Verifies every chain of the journal.
    Periodic("journal.check", 86_400, "veche.journal.tasks.check_all", "media", at_hour=NIGHT),
    # In the network's own lane for reading: a network that does not answer holds up nobody else.
    *(
        Periodic(f"inbox.poll.{slug}", network.reading.every, "veche.inbox.tasks.poll_network", reading(slug), (slug,))
        for slug, network in OFFERED.items()
    ),
    # A network drops a webhook that it could not reach, without telling us: asks whether it still calls ours.
    *(
        Periodic(f"inbox.calls.{slug}", 300, "veche.inbox.tasks.look_after_calls", reading(slug), (slug,))
        for slug, network in OFFERED.items()
        if network.reading.has_webhooks
    ),
    # Reads posts back, as somebody may change or remove them in the network: each four times a day, a few at a time.
    *(
        Periodic(f"outbox.read_back.{slug}", 600, "veche.outbox.tasks.read_back_network", reading(slug), (slug,))
        for slug in OFFERED
    ),
    # Closes the cards of what a person did by hand once the network shows it.
    *(
        Periodic(f"outbox.hand_work.{slug}", 120, "veche.outbox.tasks.look_at_hand_work", reading(slug), (slug,))
        for slug in OFFERED
    ),
    # Compares each page's description and pictures with what we put there.
    *(
        Periodic(f"outbox.looks.{slug}", 120, "veche.outbox.tasks.compare_looks", reading(slug), (slug,))
        for slug in OFFERED
    ),
    # Reads how many saw a post: each hour of its first day, then once a day for a month.
    *(
        Periodic(f"publishing.figures.{slug}", 300, "veche.publishing.tasks.read_figures_of", reading(slug), (slug,))
        for slug in OFFERED
    ),
    # Reads what stands on our pages, where the network lists posts: it tells of them late or never.
    *(
        Periodic(f"inbox.posts.{slug}", 600, "veche.inbox.tasks.read_posts_of", reading(slug), (slug,))
        for slug, network in OFFERED.items()
        if Operation.LIST_POSTS not in network.unsupported
    ),
    # Reads posts past Veche back: each hour of their first day, then four times a day for a month.
    *(
        Periodic(
            f"publishing.foreign.{slug}", 600, "veche.publishing.tasks.follow_foreign_posts_of", reading(slug), (slug,)
        )
        for slug in OFFERED
    ),
    # Corrects or withdraws a publication that was in doubt at the time of the correction and turned out to be out.
    Periodic("publishing.catch_up", 60, "veche.publishing.tasks.catch_up", "house"),
    # Plans the first comment of posts that stand by now.
    Periodic("publishing.first_comments", 15, "veche.publishing.tasks.plan_first_comments", "house"),
    # Asks about posts on our pages that none of our acts has made, once that is sure.
    Periodic("publishing.foreign", 15, "veche.publishing.tasks.judge_foreign_posts", "house"),
    # Reminds of approval steps that take silence for a yes, and decides those whose deadline passed.
    Periodic("publishing.silence", 60, "veche.publishing.tasks.agree_in_silence", "house"),
    # Processes events that a dead worker left stored, and those that failed the first time.
    Periodic("inbox.sort_out", 5, "veche.inbox.tasks.sort_out_waiting", "house"),
    # Makes occasions of what many residents ask in comments. In the lane for long work: it analyses a week's words.
    Periodic("inbox.asked", 3600, "veche.inbox.tasks.find_asked_often", "media"),
    # Deletes expired sessions.
    Periodic("staff.sessions", 3600, "veche.staff.tasks.forget_sessions", "house"),
    # Reads which letters came back, from the sender's mailbox, if one is set.
    Periodic("alarms.mailbox", 300, "veche.alarms.tasks.read_mailbox", "mail"),
    # Sends letters about failed, unknown and missed acts within two minutes, in a lane of their own: mail may be slow.
    Periodic("alarms.tell", 15, "veche.alarms.tasks.tell", "mail"),
    # Reads what people write to the administration's own bots, and says in chats what waits for them.
    *(
        Periodic(f"alarms.bots.{slug}", 5, "veche.alarms.tasks.look_after_bots", reading(slug), (slug,))
        for slug, network in OFFERED.items()
        if network.bot is not None
    ),
    # Finds bots whose events go to another program: MAX says nothing of it to whoever polls.
    Periodic("alarms.listeners", 3600, "veche.alarms.tasks.look_for_listeners", "house"),
    Periodic("alarms.updates", 86_400, "veche.alarms.tasks.forget_updates", "house", at_hour=NIGHT),
    # Reminds departments of what they were asked, and tells whoever stands above when it is late.
    Periodic("requests.remind", 60, "veche.requests.tasks.remind", "house"),
    # Reminds the press service of what residents asked, and tells whoever stands above when it is late.
    Periodic("cases.questions", 60, "veche.cases.tasks.read_questions", "house"),
    Periodic("cases.remind", 60, "veche.cases.tasks.remind", "house"),
    # Deletes tables of another system that were read and left: they hold residents' words.
    Periodic("cases.tables", 3600, "veche.cases.tasks.drop_tables", "house"),
    # Tells authors what was decided about their words; reminds of appeals, and the head of press when one is late.
    Periodic("appeals.tell", 20, "veche.appeals.tasks.tell", "house"),
    Periodic("appeals.remind", 60, "veche.appeals.tasks.remind", "house"),
    # Opens comments whose term is over; reminds of it before.
    Periodic("commenting.reopen", 30, "veche.commenting.tasks.reopen", "house"),
    Periodic("commenting.remind", 300, "veche.commenting.tasks.remind", "house"),
    # Reads who may comment in the network, where it shows that: somebody may have changed it there.
    *(
        Periodic(f"commenting.compare.{slug}", 600, "veche.commenting.tasks.compare", reading(slug), (slug,))
        for slug, network in OFFERED.items()
        if network.comments.read_by is not None
    ),
    # Takes into the search what was written, three seconds after it at most.
    Periodic("search.index", 3, "veche.search.tasks.index_changes", "house"),
    # Places the items of repeating ones that have come within reach.
    Periodic("plan.series", 3600, "veche.plan.tasks.place_series", "house"),
    # Makes occasions of the memorial days that have come within a year.
    Periodic("plan.days", 86_400, "veche.plan.tasks.write_memorial_days", "house", at_hour=NIGHT),
    # Asks departments for photos, quotes and names of events that are over, as their calendars say.
    Periodic("plan.after_events", 300, "veche.plan.tasks.ask_after_events", "house"),
    # Reads calendars at their addresses, each once an hour.
    Periodic("plan.calendars", 60, "veche.plan.tasks.read_calendars", "media"),
    # What a worker that died left of videos; a new one is looked into at once.
    Periodic("posts.media", 30, "veche.posts.tasks.prepare_waiting", "media"),
    # Deletes files that stopped arriving a day ago.
    Periodic("media.uploads", 3600, "veche.media.tasks.sweep_uploads", "house"),
    # A comment is screened within three seconds of its arrival.
    Periodic("moderation.propose", 2, "veche.moderation.tasks.propose", "house"),
    # Finds which comments ask about the same trouble.
    Periodic("groups.sort", 5, "veche.groups.tasks.sort_new", "house"),
    # Carries out what was decided about groups of comments, once it can no longer be taken back.
    Periodic("groups.carry_out", 2, "veche.groups.tasks.carry_out", "house"),
    Periodic("moderation.settle", 3, "veche.moderation.tasks.settle", "house"),
    # Draws decisions of the past month, which another person judges again.
    Periodic("moderation.draw", 86_400, "veche.moderation.tasks.draw", "house", at_hour=NIGHT),
    # Counts what people decided about proposals, week by week, and offers thresholds. In the lane for long work.
    Periodic("moderation.learn", 86_400, "veche.moderation.tasks.learn", "media", at_hour=NIGHT),
    # Erases residents' words and pictures when the administration's term is over. In the lane for long work.
    Periodic("moderation.erase", 86_400, "veche.moderation.tasks.erase", "media", at_hour=NIGHT),
    # Erases on request what was kept when it was asked for. In the lane for long work.
    Periodic("personal_data.finish", 86_400, "veche.personal_data.tasks.finish_all", "media", at_hour=NIGHT),
    # Erases residents' words from closed cases when those of their comments are erased. In the lane for long work.
    Periodic("personal_data.cases", 86_400, "veche.personal_data.tasks.erase_closed_cases", "media", at_hour=NIGHT),
    # Erases notes and appeals about words whose term is over. In the lane for long work.
    Periodic(
        "personal_data.notes", 86_400, "veche.personal_data.tasks.erase_notes_and_appeals", "media", at_hour=NIGHT
    ),
    # Reminds of second signatures and of the quarterly review, and tells whoever stands above when they are late.
    Periodic("moderation.remind", 60, "veche.moderation.tasks.remind", "house"),
)

# The engine's own: done by each worker itself, so they work while every lane is busy.
CHORES = (
    Chore("engine.beat", 2, "veche.engine.port.beat"),
    Chore("engine.reap", 10, "veche.engine.port.reap"),
    Chore("engine.prune", 600, "veche.engine.port.prune"),
)
