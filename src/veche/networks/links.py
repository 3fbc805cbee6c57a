"""The link of a post: whether every network accepts it, and where it is shown without a card."""

from urllib.parse import urlsplit

from veche.networks.protocol import OutgoingPost, Problem
from veche.networks.text import tidy

# RFC 9110, section 4.1: recipients ought to support at least 8000. Telegram's entities hold 2048, the smallest limit
# known.
LONGEST = 2_048
_BAD = "Ссылка должна начинаться с https:// и вести на сайт, например https://gorod.ru/katok. Исправьте её или сотрите."
_LONG = "Ссылка длиннее 2048 знаков, столько сети не берут. Дайте короткую."


def link_problems(link: str) -> tuple[Problem, ...]:
    link = link.strip()
    if not link:
        return ()
    if len(link) > LONGEST:
        return (Problem("link_long", _LONG),)
    return () if is_web_address(link) else (Problem("link_bad", _BAD),)


def is_web_address(link: str) -> bool:
    """Whether this is https with a dotted host, no credentials and no whitespace."""
    try:
        parts = urlsplit(link)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    labels = host.rstrip(".").split(".")
    return (
        parts.scheme == "https"
        and port != 0
        and "@" not in parts.netloc
        and len(labels) > 1
        and all(labels)
        and link.isprintable()
        and not any(sign in link for sign in ' <>"\\^`{|}')
    )


def with_link(text: str, post: OutgoingPost) -> str:
    """`text` tidied, with the link as its last line unless it contains it; for networks that show no card."""
    link = tidy(post.link)
    if not link or link in text:
        return text
    return f"{text}\n\n{link}" if text else link
