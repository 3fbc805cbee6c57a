"""Comments by the addresses that people copy: of the post, with the comment's number in the query."""

from collections.abc import Collection
from urllib.parse import parse_qsl, urlsplit

from django.db.models import Q

from veche.inbox.models import Message
from veche.staff.models import Administration

# Hosts of phones lead to the same pages.
_PHONE = "m."


def messages_at(city: Administration, links: Collection[str]) -> dict[str, Message]:
    """Comments of residents, by the link that names each. One query."""
    named = {link: _place(link) for link in links}
    posts = {post for post, _ in named.values()}
    numbers = {number for _, found in named.values() for number in found}
    # Of VK's photos, videos and topics the id holds the place before the number («photo45:7»).
    numbered = Q(remote_id__in=numbers) | Q(remote_id__contains=":")
    rows = Message.objects.of(city).filter(numbered, conversation__url__in=posts, private=False, ours=False)
    found = {
        (one.conversation.url, one.remote_id.rpartition(":")[2]): one
        for one in rows.select_related("conversation", "administration")
    }
    at: dict[str, Message] = {}
    for link, (post, wanted) in named.items():
        message = next((found[post, number] for number in wanted if (post, number) in found), None)
        if message is not None:
            at[link] = message
    return at


def _place(link: str) -> tuple[str, list[str]]:
    """The post's address and the numbers in the query; empty for what is no address."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return "", []
    host = parts.netloc.removeprefix(_PHONE)
    return f"{parts.scheme}://{host}{parts.path}", [value for _, value in parse_qsl(parts.query) if value.isdigit()]
