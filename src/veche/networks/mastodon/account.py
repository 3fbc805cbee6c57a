"""One account on its server, and accessors for the server's objects."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from veche.networks.errors import READING, Purpose
from veche.networks.mastodon.client import Client, part
from veche.networks.mastodon.plain import words_of
from veche.networks.mastodon.server import Server
from veche.networks.protocol import NetworkError, PictureRef
from veche.networks.shown import AttachmentCounts

# Numbers on Mastodon; other servers with this API use letters too.
_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
NOT_FOUND: Final = frozenset({"masto_404", "masto_410"})
# Permitted skew between the server's clock and ours.
SKEW: Final = timedelta(minutes=2)
PAGE: Final = 40
# Visible to mentioned people only; "private" to followers too, and snac turns "direct" into it.
CLOSED: Final = ("direct", "private")  # a tuple: a server may send a list or an object there
_PAGES = 5

type Status = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    """`number`: the account's id, "0" while only its name is known. `pages`: the server's public address."""

    client: Client
    server: Server
    number: str
    pages: str

    @property
    def path(self) -> str:
        return f"/api/v1/accounts/{part(self.number)}"

    def is_ours(self, status: Status) -> bool:
        author = status.get("account")
        return isinstance(author, Mapping) and str(author.get("id")) == self.number

    def url_of(self, status: Status) -> str:
        """The post's address as the server gives it; "" if it is not an address of this server."""
        url = status.get("url")
        own = tuple(f"{home}/" for home in (self.client.base, self.pages) if home)
        return url if isinstance(url, str) and url.startswith(("https://", *own)) else ""

    def status(self, number: str, *, deadline: float) -> Status | None:
        """The current status; None if it does not exist."""
        try:
            found = self.client.call("GET", f"/api/v1/statuses/{part(number)}", purpose=READING, deadline=deadline)
            id_of(found)
        except NetworkError as error:
            if error.code not in NOT_FOUND:
                raise
            return None
        except (LookupError, TypeError):
            raise self.client.unexpected(READING) from None
        return found

    def words(self, status: Status, *, deadline: float) -> str:
        """The text as typed.

        The HTML omits the server of a mention; a server that keeps no source returns that form.
        """
        if isinstance(status.get("text"), str):
            return str(status["text"])
        try:
            path = f"/api/v1/statuses/{part(id_of(status))}/source"
            return str(self.client.call("GET", path, purpose=READING, deadline=deadline)["text"])
        except NetworkError as error:
            if error.code not in {*NOT_FOUND, "masto_403"}:
                raise
        except (LookupError, TypeError):
            raise self.client.unexpected(READING) from None
        return words_of(str(status.get("content") or ""))

    def recent(self, since: datetime, *, deadline: float) -> Iterator[Status | None]:
        """Yield the account's statuses, newest first, page by page.

        A final None means that older ones exist which were not read.
        """
        query: dict[str, str | int] = {"limit": PAGE, "exclude_reblogs": "true"}
        seen: set[str] = set()
        for _ in range(_PAGES):
            found = self.client.listed(f"{self.path}/statuses", query=query, purpose=READING, deadline=deadline)
            try:
                fresh = [one for one in found if id_of(one) not in seen]
                young = [one for one in fresh if moment(one["created_at"]) >= since - SKEW]
                yield from (one for one in young if not one.get("reblog"))
            except (LookupError, TypeError, ValueError):
                raise self.client.unexpected(READING) from None
            seen |= {id_of(one) for one in fresh}
            if not fresh or len(young) < len(fresh):
                return
            query["max_id"] = id_of(fresh[-1])
        yield None


def id_of(status: Status) -> str:
    return as_id(status["id"])


def as_id(value: Any) -> str:
    """Raise TypeError for anything else, which must not get into an address or a row."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise TypeError("no id")
    return value


def moment(value: Any) -> datetime:
    """Parse ISO 8601 with a zone, the API's format."""
    at = datetime.fromisoformat(str(value))
    if at.tzinfo is None:
        raise ValueError("no zone")
    return at


def attachments_of(status: Status) -> list[Mapping[str, Any]]:
    found = status.get("media_attachments")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def shown_of(status: Status) -> AttachmentCounts:
    """An animated picture counts as a photo. A link's card is made later, so that it is no proof."""
    kinds = [one.get("type") for one in attachments_of(status)]
    return AttachmentCounts(
        photos=kinds.count("image") + kinds.count("gifv"),
        videos=kinds.count("video"),
        polls=int(isinstance(status.get("poll"), Mapping)),
    )


def pictures_of(status: Status) -> tuple[PictureRef, ...]:
    """References to the pictures, by address."""
    images = [one for one in attachments_of(status) if one.get("type") == "image"]
    return tuple(PictureRef(str(one["url"])) for one in images if one.get("url"))


def name_of(author: Mapping[str, Any]) -> str:
    return str(author.get("display_name") or author.get("acct") or author.get("username") or "")


def own(client: Client, purpose: Purpose, *, deadline: float) -> Mapping[str, Any]:
    """The key's account (CredentialAccount). A key without a person gets 422."""
    try:
        found = client.call("GET", "/api/v1/accounts/verify_credentials", purpose=purpose, deadline=deadline)
        as_id(found["id"])
    except NetworkError as error:
        if error.code != "masto_422":
            raise
        raise client.refused_key(purpose) from None
    except (LookupError, TypeError):
        raise client.unexpected(purpose) from None
    return found
