"""Parse the address of a post copied from a browser: whether it belongs to this page, and which post it is.

Nothing is fetched. A short link or a picture proves nothing, so it is refused with an example.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qs, urlsplit

from veche.networks.addresses import NotAnAddress, network_of_host
from veche.networks.profile import NetworkProfile, PageAddress, PostForms
from veche.networks.registry import NETWORKS


@dataclass(frozen=True, slots=True)
class PostLink:
    """`url`: in the network's usual form; `post_id`: "" if the address does not contain it (MAX)."""

    url: str
    post_id: str

    @property
    def code(self) -> str:
        """The part of the address that identifies the post, whatever form of the page precedes it."""
        return code_of(self.url)


def code_of(url: str) -> str:
    return url.rpartition("/")[2]


_SHORTENERS: Final = frozenset(
    {"vk.cc", "clck.ru", "bit.ly", "goo.su", "u.to", "is.gd", "t.co", "tinyurl.com", "ok.me", "cutt.ly", "ya.cc"}
)
# Stands for the host of an installation's own `home`, which a person has just written right.
_ANY: Final = "https://home.invalid"
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|webp|gif|bmp|heic|avif)$", re.IGNORECASE)
_PICTURE_HOSTS: Final = ("userapi.com", "mycdn.me", "okcdn.ru", "prnt.sc", "ibb.co", "imgur.com", "postimg.cc")


def example(network: str, page: PageAddress, *, story: bool = False) -> str:
    """An example of the address of a post of this page."""
    return _usual(network, page, page.number, NETWORKS[network].posts.example, story=story)


def post_link(network: str, written: str, page: PageAddress, *, story: bool = False) -> PostLink:
    """Parse `written`. Raises `NotAnAddress` if it is not of this page, of another network, or no address of a post."""
    try:
        found = _found(network, _path(network, written, page), page, story=story)
    except NotAnAddress as refusal:
        how = f"Скопируйте адрес записи целиком, он выглядит так: {example(network, page, story=story)}"
        raise NotAnAddress(f"{refusal.sentence} {how}") from None
    named, post = found["page"], found["post"]
    post_id = "" if not NETWORKS[network].posts.tells_id else f"story{post}" if story else post
    return PostLink(_usual(network, page, named, post, story=story), post_id)


def _found(network: str, candidates: tuple[str, ...], page: PageAddress, *, story: bool) -> re.Match[str]:
    posts = NETWORKS[network].posts
    forms = (posts.story,) if story and posts.story else posts.forms
    matches = [match for text in candidates for form in forms if (match := form.fullmatch(text))]
    if not matches:
        raise NotAnAddress("По этому адресу не запись.")
    own = [match for match in matches if _is_own(posts, match["page"], page)]
    if not own:
        raise NotAnAddress(f"Это запись {NETWORKS[network].names.other_page}.")
    return own[0]


def _is_own(posts: PostForms, named: str, page: PageAddress) -> bool:
    return named == posts.number(page.number) or named.lower() in {name.lower() for name in page.names}


def _usual(network: str, page: PageAddress, named: str, post: str, *, story: bool) -> str:
    own = NETWORKS[network]
    url = own.posts.story_url if story and own.posts.story_url else own.posts.url
    return url(page.home.rstrip("/") or own.pages.home, page, named, post)


def _path(network: str, written: str, page: PageAddress) -> tuple[str, ...]:
    """Candidates for the post's path: the path below the network's host, and the query parameter that opens a post
    (VK's `w=`).
    """
    own = NETWORKS[network]
    text = written.strip().strip("«»\"'").strip()
    home = page.home.rstrip("/")
    if home and text.startswith(f"{home}/"):
        parts = _split(f"{_ANY}{text.removeprefix(home)}")
    else:
        parts = _split(text)
        host = (parts.hostname or "").removeprefix("www.")
        if host not in {known.removeprefix("www.") for known in own.pages.hosts}:
            raise NotAnAddress(_foreign(own, host, parts.path))
    opener = own.posts.opened_by
    opened = tuple(one.partition("/")[0] for one in parse_qs(parts.query).get(opener, ())) if opener else ()
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


def _foreign(network: NetworkProfile, host: str, path: str) -> str:
    if host in _SHORTENERS:
        return "Это короткая ссылка, по ней не видно, чья запись."
    if other := network_of_host(host):
        return f"Это адрес другой сети: {other.title}."
    if _PICTURE.search(path) or host.endswith(_PICTURE_HOSTS):
        return "Это картинка, а не запись."
    return f"Это адрес не из сети {network.title}."
