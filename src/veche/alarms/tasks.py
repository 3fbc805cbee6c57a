from django.tasks import task

from veche.alarms.domain import bounces, chat_news, letters, notice, parcels, receive_chats


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
    return receive_chats.poll_all(network) + chat_news.send_to_chats(network) + parcels.hand_over_parcels(network)


@task(queue_name="house")
def look_for_listeners() -> int:
    return receive_chats.look_for_listeners()


@task(queue_name="house")
def forget_updates() -> int:
    return receive_chats.forget_updates()
