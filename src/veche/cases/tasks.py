from django.tasks import task

from veche.cases.domain import exchange, questions, unsent
from veche.cases.domain import remind as reminders


@task(queue_name="house")
def remind() -> int:
    """Open cases whose answer did not go out, then remind of their terms. Returns their number."""
    return unsent.settle_answers() + reminders.remind_waiting()


@task(queue_name="house")
def read_questions() -> int:
    """Propose cases for what new comments ask. Returns their number."""
    return questions.read_new()


@task(queue_name="house")
def drop_tables() -> int:
    """Delete tables of another system that nobody wrote or discarded. Returns their number."""
    return exchange.drop_abandoned()
