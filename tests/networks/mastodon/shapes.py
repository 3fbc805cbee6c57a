"""The server's objects as JSON, with the HTML that Mastodon makes of text."""

import html
import re
from collections import Counter
from typing import Any

from tests.networks.mastodon.state import Account, Media, Notification, Poll, State, Status, stamp

_SPECIAL = re.compile(r"(?P<url>https?://\S*[^\s.,;:!?)])|(?<![\w/])@(?P<name>\w+)|(?<!\w)#(?P<tag>\w+)")


class Shapes:
    """`address`: the server's, http://127.0.0.1:1234."""

    def __init__(self, state: State, address: str) -> None:
        self.state, self.address = state, address

    def account(self, one: Account) -> dict[str, Any]:
        picture = f"{self.address}/avatars/missing.png"
        return {
            "id": one.id,
            "username": one.username,
            "acct": one.username,
            "display_name": one.title,
            "locked": False,
            "bot": False,
            "discoverable": True,
            "group": False,
            "created_at": "2026-01-01T00:00:00.000Z",
            "note": self.words(one.note),
            "url": f"{self.address}/@{one.username}",
            "uri": f"{self.address}/users/{one.username}",
            "avatar": self._file(one.avatar) or picture,
            "avatar_static": self._file(one.avatar) or picture,
            "header": self._file(one.header) or picture,
            "header_static": self._file(one.header) or picture,
            "followers_count": 0,
            "following_count": 0,
            "statuses_count": len(self.state.of_account(one)),
            "last_status_at": None,
            "emojis": [],
            "fields": [],
        }

    def credentials(self, one: Account) -> dict[str, Any]:
        source = {"note": one.note, "privacy": "public", "sensitive": False, "language": "ru", "fields": []}
        return {**self.account(one), "source": {**source, "follow_requests_count": 0}}

    def status(self, one: Status, reader: Account | None) -> dict[str, Any]:
        above = self.state.statuses.get(one.above) if one.above else None
        shown: dict[str, Any] = {
            "id": one.id,
            "created_at": stamp(one.at),
            "edited_at": stamp(one.edited_at),
            "in_reply_to_id": one.above,
            "in_reply_to_account_id": above.account.id if above else None,
            "sensitive": False,
            "spoiler_text": "",
            "visibility": one.visibility,
            "language": "ru",
            "uri": f"{self.address}/users/{one.account.username}/statuses/{one.id}",
            "url": f"{self.address}/@{one.account.username}/{one.id}",
            "replies_count": sum(1 for below in self.state.below(one) if below.above == one.id),
            "reblogs_count": 0,
            "favourites_count": 0,
            "content": self.words(one.text),
            "reblog": None,
            "account": self.account(one.account),
            "media_attachments": [self.media(file) for file in one.media],
            "mentions": [self._mention(person) for person in self.state.mentioned(one.text)],
            "tags": [],
            "emojis": [],
            "card": None,
            "poll": self.poll(one.poll) if one.poll else None,
        }
        if reader is not None:
            shown |= {"favourited": False, "reblogged": False, "muted": False, "bookmarked": False, "filtered": []}
        return shown | ({"pinned": one.pinned} if reader is one.account else {})

    def media(self, one: Media, *, working: bool = False) -> dict[str, Any]:
        url = None if working else f"{self.address}/files/{one.id}"
        return {
            "id": one.id,
            "type": one.kind,
            "url": url,
            "preview_url": f"{self.address}/files/{one.id}",
            "remote_url": None,
            "meta": {},
            "description": one.description,
            "blurhash": None,
        }

    @staticmethod
    def poll(one: Poll) -> dict[str, Any]:
        counts = Counter(one.votes.values())
        options = [{"title": option, "votes_count": counts[place]} for place, option in enumerate(one.options)]
        return {
            "id": one.id,
            "expires_at": stamp(one.expires_at),
            "expired": False,
            "multiple": one.multiple,
            "votes_count": len(one.votes),
            "voters_count": len(one.votes),
            "voted": False,
            "own_votes": [],
            "options": options,
            "emojis": [],
        }

    def notification(self, one: Notification, reader: Account) -> dict[str, Any]:
        return {
            "id": one.id,
            "type": one.kind,
            "created_at": stamp(one.status.at),
            "group_key": f"ungrouped-{one.id}",
            "account": self.account(one.status.account),
            "status": self.status(one.status, reader),
        }

    def words(self, text: str) -> str:
        """HTML with paragraphs, line breaks, addresses with hidden ends, mentions and tags."""
        paragraphs = [part for part in re.split(r"\n{2,}", text) if part]
        return "".join(f"<p>{self._line(part).replace(chr(10), '<br />')}</p>" for part in paragraphs)

    def _line(self, text: str) -> str:
        made, last = [], 0
        for match in _SPECIAL.finditer(text):
            made.append(html.escape(text[last : match.start()], quote=False))
            made.append(self._alive(match))
            last = match.end()
        return "".join([*made, html.escape(text[last:], quote=False)])

    def _alive(self, match: re.Match[str]) -> str:
        if url := match["url"]:
            scheme, rest = url.split("://", 1)
            near, far = html.escape(rest[:30]), html.escape(rest[30:])
            shown = f'<span class="ellipsis">{near}</span><span class="invisible">{far}</span>'
            return f'<a href="{html.escape(url)}"><span class="invisible">{scheme}://</span>{shown}</a>'
        if name := match["name"]:
            if not self.state.named(name):
                return f"@{name}"
            link = f'<a href="{self.address}/@{name}" class="u-url mention">@<span>{name}</span></a>'
            return f'<span class="h-card" translate="no">{link}</span>'
        return f'<a href="{self.address}/tags/{match["tag"]}" class="mention hashtag">#<span>{match["tag"]}</span></a>'

    def _mention(self, one: Account) -> dict[str, Any]:
        url = f"{self.address}/@{one.username}"
        return {"id": one.id, "username": one.username, "acct": one.username, "url": url}

    def _file(self, number: str) -> str:
        return f"{self.address}/files/{number}" if number else ""
