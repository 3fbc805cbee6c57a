"""Tasks: take ids, call verbs."""

from django.tasks import task

from veche.accounts.domain.health import may_be_polled
from veche.accounts.models import Account
from veche.approval.domain.department_requests import open_missing
from veche.approval.domain.silence import remind
from veche.publishing.domain import catch_up as following
from veche.publishing.domain import first_comment, silence
from veche.publishing.domain.figures import read_figures
from veche.publishing.domain.foreign import judge_waiting
from veche.publishing.domain.foreign_follow import follow_posts


@task(queue_name="house")
def catch_up() -> int:
    return following.catch_up()


@task(queue_name="house")
def plan_first_comments() -> int:
    return first_comment.plan_first_comments()


@task(queue_name="house")
def agree_in_silence() -> dict[str, int]:
    """Remind of approaching deadlines of approval steps that take silence for a yes, then decide the passed ones."""
    return {"opened": open_missing(), "reminded": remind(), "agreed": silence.agree_in_silence()}


@task(queue_name="house")
def read_figures_of(network: str) -> int:
    """Read figures in the network's reading lane. Returns how many posts the network told about."""
    accounts = Account.objects.unscoped().filter(may_be_polled(), network=network)
    return sum(read_figures(account) for account in accounts.select_related("passport", "administration").distinct())


@task(queue_name="house")
def judge_foreign_posts() -> int:
    return judge_waiting()


@task(queue_name="house")
def follow_foreign_posts_of(network: str) -> int:
    """Read back posts past Veche in the network's reading lane. Returns how many the network told about."""
    accounts = Account.objects.unscoped().filter(may_be_polled(), network=network, foreign_posts__isnull=False)
    return sum(follow_posts(account) for account in accounts.select_related("passport", "administration").distinct())
