from django.tasks import task

from veche.alarms.domain import bounces, chat_news, letters, notice, parcels, receive_chats
from veche.alarms.domain.one_by_one import run_each
from veche.alarms.models import Bot


@task(queue_name="mail")
def tell() -> dict[str, int]:
    """Find problems and send letters, in a lane of its own, so that a dead mail server delays no network."""
    return {"noticed": notice.notice(), "letters": letters.send_waiting()}


@task(queue_name="mail")
def read_mailbox() -> int:
    """Note which letters came back."""
    return bounces.read_mailbox()


@task(queue_name="house")
def look_after_bots(network: str) -> int:
    """Read what people wrote to the bots of a network, and send what waits for their chats."""
    living = Bot.objects.unscoped().filter(network=network, removed_at=None).select_related("administration")
    read = run_each(receive_chats.poll, living.order_by("pk"))
    return read + chat_news.send_to_chats(network) + parcels.hand_over_parcels(network)


@task(queue_name="house")
def look_for_listeners() -> int:
    return receive_chats.look_for_listeners()


@task(queue_name="house")
def forget_updates() -> int:
    return receive_chats.forget_updates()
