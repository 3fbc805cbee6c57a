from django.tasks import task

from veche.inbox.domain.stuck import settle_dropped, take_back_pointless
from veche.moderation.domain import evidence, offers, precision
from veche.moderation.domain import propose as proposing
from veche.moderation.domain import remind as reminders
from veche.moderation.domain import retention as retaining
from veche.moderation.domain import sample as sampling
from veche.moderation.domain import settle as settling


@task(queue_name="house")
def propose() -> int:
    return proposing.propose_for_new()


@task(queue_name="house")
def remind() -> int:
    """Remind of second signatures and reviews."""
    return reminders.remind()


@task(queue_name="house")
def draw() -> int:
    """Draw the past month's decisions for a second look."""
    return sampling.draw_all()


@task(queue_name="media")
def learn() -> int:
    """Count the past weeks' proposals by what people decided; offer thresholds that decisions speak for."""
    return precision.count_all() + offers.offer_all()


@task(queue_name="media")
def erase() -> int:
    """Erase residents' words whose term is over."""
    return retaining.erase_due()


@task(queue_name="house")
def settle() -> int:
    answers = take_back_pointless() + settle_dropped()
    authors = settling.settle_authors() + settling.release_due()
    return settling.settle() + authors + answers + evidence.complete_waiting()
