from django.tasks import task

from veche.alarms.domain import letters, notice


@task(queue_name="mail")
def tell() -> dict[str, int]:
    """Its own lane: a mail server that does not answer holds up no network."""
    return {"noticed": notice.notice(), "letters": letters.send_waiting()}
