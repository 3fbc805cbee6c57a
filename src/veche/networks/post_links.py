"""The address of one post, as a person copies it from a browser: does it belong to this page, and which post is it.

Nothing is fetched: a short link or a picture proves nothing, so it is refused in words, with an example.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qs, urlsplit

from veche.networks.addresses import HOSTS, TITLES, NotAnAddress


@dataclass(frozen=True, slots=True)
class PageAddress:
    """One account: its number as the registry keeps it, and its short names. `home`: where people read the network's
    pages if not at its own address (a training city), such as http://127.0.0.1:8001/vk.com."""

    number: str
    names: tuple[str, ...] = ()
    home: str = ""


@dataclass(frozen=True, slots=True)
class PostLink:
    """`url` in the network's usual form; `post_id` is "" where the address does not tell it (MAX)."""

    url: str
    post_id: str

    @property
    def code(self) -> str:
        """What tells the post apart in the address, whichever form of the page stands before it."""
        return code_of(self.url)


def code_of(url: str) -> str:
    return url.rpartition("/")[2]


_HOMES: Final[Mapping[str, str]] = {
    "vk": "https://vk.com",
    "ok": "https://ok.ru",
    "telegram": "https://t.me",
    "max": "https://max.ru",
}
# Number of the page, or its name, and number of the post, in the path. VK's may stand in `w=` of any of its pages.
_FORMS: Final[Mapping[str, tuple[re.Pattern[str], ...]]] = {
    "vk": (re.compile(r"wall(?P<page>-?[0-9]{1,19})_(?P<post>[1-9][0-9]{0,9})"),),
    "ok": (
        re.compile(r"group/?(?P<page>[0-9]{1,19})/topic/(?P<post>[1-9][0-9]{0,18})"),
        re.compile(r"(?P<page>[A-Za-z][A-Za-z0-9_.-]{1,63})/topic/(?P<post>[1-9][0-9]{0,18})"),
    ),
    "telegram": (
        re.compile(r"c/(?P<page>[0-9]{1,19})/(?P<post>[1-9][0-9]{0,9})"),
        re.compile(r"(?:s/)?(?P<page>[A-Za-z][A-Za-z0-9_]{1,63})/(?P<post>[1-9][0-9]{0,9})"),
    ),
    "max": (
        re.compile(r"(?:c/)?(?P<page>-[0-9]{1,19})/(?P<post>[A-Za-z0-9_-]{1,64})"),
        re.compile(r"(?!c/)(?P<page>[A-Za-z][A-Za-z0-9_.-]{1,63})/(?P<post>[A-Za-z0-9_-]{1,64})"),
    ),
}
_OTHERS: Final = {"telegram": "другого канала", "max": "другого канала"}
_STORY: Final = re.compile(r"story(?P<page>-?[0-9]{1,12})_(?P<post>[1-9][0-9]{0,9})")
_SHORTENERS: Final = frozenset(
    {"vk.cc", "clck.ru", "bit.ly", "goo.su", "u.to", "is.gd", "t.co", "tinyurl.com", "ok.me", "cutt.ly", "ya.cc"}
)
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|webp|gif|bmp|heic|avif)$", re.IGNORECASE)
_PICTURE_HOSTS: Final = ("userapi.com", "mycdn.me", "okcdn.ru", "prnt.sc", "ibb.co", "imgur.com", "postimg.cc")


def example(network: str, page: PageAddress, *, story: bool = False) -> str:
    """How an address of a post of this very page looks."""
    samples = {"vk": "123", "ok": "123456789012", "telegram": "123", "max": "AZr2Xk9bQmE"}
    return _usual(network, page, page.number, samples[network], story=story)


def post_link(network: str, written: str, page: PageAddress, *, story: bool = False) -> PostLink:
    """Raises `NotAnAddress`: not of this page, of another network, or no address of a post."""
    try:
        found = _found(network, _path(network, written, page), page, story=story)
    except NotAnAddress as refusal:
        how = f"Скопируйте адрес записи целиком, он выглядит так: {example(network, page, story=story)}"
        raise NotAnAddress(f"{refusal.sentence} {how}") from None
    named, post = found["page"], found["post"]
    post_id = "" if network == "max" else f"story{post}" if story else post
    return PostLink(_usual(network, page, named, post, story=story), post_id)


def _found(network: str, candidates: tuple[str, ...], page: PageAddress, *, story: bool) -> re.Match[str]:
    forms = (_STORY,) if story and network == "vk" else _FORMS[network]
    matches = [match for text in candidates for form in forms if (match := form.fullmatch(text))]
    if not matches:
        raise NotAnAddress("По этому адресу не запись.")
    own = [match for match in matches if _is_own(network, match["page"], page)]
    if not own:
        raise NotAnAddress(f"Это запись {_OTHERS.get(network, 'другой страницы')}.")
    return own[0]


def _is_own(network: str, named: str, page: PageAddress) -> bool:
    """A channel's number stands in Telegram's addresses without −100, a community's in VK's with a minus."""
    number = {"vk": f"-{page.number}", "telegram": page.number.removeprefix("-100")}.get(network, page.number)
    return named == number or named.lower() in {name.lower() for name in page.names}


def _usual(network: str, page: PageAddress, named: str, post: str, *, story: bool) -> str:
    """MAX alone tells its posts apart by a code; whether it opens under another form of the page is not published."""
    home = page.home.rstrip("/") or _HOMES[network]
    name = page.names[0] if page.names else ""
    match network:
        case "vk":
            return f"{home}/{'story' if story else 'wall'}-{page.number}_{post}"
        case "ok":
            return f"{home}/group/{page.number}/topic/{post}"
        case "telegram":
            return f"{home}/{name}/{post}" if name else f"{home}/c/{page.number.removeprefix('-100')}/{post}"
    return f"{home}/{f'c/{named}' if named == page.number else named}/{post}"


def _path(network: str, written: str, page: PageAddress) -> tuple[str, ...]:
    """What may name the post: the path below the network's host, and VK's `w=`."""
    text = written.strip().strip("«»\"'").strip()
    parts = _split(text)
    if page.home and text.startswith(page.home.rstrip("/") + "/"):
        parts = _split(_HOMES[network] + text.removeprefix(page.home.rstrip("/")))
    host = (parts.hostname or "").removeprefix("www.")
    if host not in {known.removeprefix("www.") for known in HOSTS[network]}:
        raise NotAnAddress(_foreign(network, host, parts.path))
    opened = tuple(one.partition("/")[0] for one in parse_qs(parts.query).get("w", ())) if network == "vk" else ()
    return (parts.path.strip("/"), *opened)


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = parts.hostname or ""
    except ValueError:
        raise NotAnAddress("Это не похоже на ссылку.") from None
    if parts.scheme not in ("http", "https") or "." not in host or any(sign.isspace() for sign in text):
        raise NotAnAddress("Это не похоже на ссылку.")
    return parts


def _foreign(network: str, host: str, path: str) -> str:
    if host in _SHORTENERS:
        return "Это короткая ссылка, по ней не видно, чья запись."
    other = next((slug for slug, hosts in HOSTS.items() if host in hosts), "")
    if other:
        return f"Это адрес другой сети: {TITLES[other]}."
    if _PICTURE.search(path) or host.endswith(_PICTURE_HOSTS):
        return "Это картинка, а не запись."
    return f"Это адрес не из сети {TITLES[network]}."
