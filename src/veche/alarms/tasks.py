from django.tasks import task

from veche.alarms.domain import letters, notice


@task(queue_name="mail")
def tell() -> dict[str, int]:
    """Find problems and send letters, in a lane of its own, so that a dead mail server delays no network."""
    return {"noticed": notice.notice(), "letters": letters.send_waiting()}
