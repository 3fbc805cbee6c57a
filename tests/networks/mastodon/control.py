"""The control API of the strict server, with the paths that `tests.sandbox_process` uses."""

import base64
import re
import secrets
from collections.abc import Callable
from typing import Any

from tests.networks.mastodon.state import Account, Media, State, Status
from veche_sandbox.store import Store

type Order = dict[str, Any]
NETWORK = "mastodon"
_URL = re.compile(r"https://\S+")


class Control:
    def __init__(self, state: State, store: Store) -> None:
        self.state, self.ledger = state, store.ledger
        self.front = ""

    def answer(self, method: str, path: str, order: Order, query: Order) -> Any:
        """Raise `KeyError` for an unknown order."""
        table: dict[tuple[str, str], Callable[[], Any]] = {
            ("GET", "posts"): lambda: self._posts(query),
            ("POST", "posts"): lambda: self._post(self.state.write(self._account(order), order["text"])),
            ("POST", "votes"): lambda: self._vote(order),
            ("POST", "posts/edit"): lambda: self._edit(order),
            ("POST", "posts/delete"): lambda: self._delete(order),
            ("GET", "comments"): lambda: self._comments(query),
            ("POST", "comments"): lambda: self._comment(self._write_comment(order)),
            ("POST", "comments/delete"): lambda: self._delete(order),
            ("GET", "messages"): lambda: self._letters(query),
            ("POST", "messages"): lambda: self._write_letter(order),
            ("GET", "restrictions"): lambda: self._restrictions(query),
            ("GET", "page"): lambda: self._page(self._account(query)),
            ("POST", "accounts"): lambda: self.keys(self.state.add_account(order["title"], with_token=True)),
            ("POST", "rights"): lambda: self._set_rights(order),
            ("POST", "tokens/revoke"): lambda: self.revoke(NETWORK, order["token"]),
            ("POST", "tokens/renew"): lambda: self._renew(order),
            ("POST", "instance"): lambda: self._set_instance(order),
            ("POST", "faults"): lambda: self._order_fault(order),
            ("DELETE", "faults"): lambda: self.ledger.clear_faults(NETWORK),
            ("GET", "complaints"): lambda: self.ledger.complaints(NETWORK),
            ("DELETE", "complaints"): lambda: self.ledger.forget_complaints(NETWORK),
            ("GET", "calls"): lambda: self._calls(query),
            ("DELETE", "calls"): lambda: self.ledger.forget_calls(NETWORK),
        }
        return table[method, path]()

    @staticmethod
    def keys(account: Account) -> dict[str, Any]:
        return {"account_id": account.id, "username": account.username, "token": account.token}

    def revoke(self, _network: str, token: str) -> bool:
        account = self.state.by_token(token)
        if account is not None:
            account.revoked = True
        return account is not None

    def _renew(self, order: Order) -> Any:
        account = self.state.by_token(order["token"])
        assert account is not None, "no such token"
        account.token, account.revoked = secrets.token_urlsafe(32), False
        return {"token": account.token}

    def _account(self, order: Order) -> Account:
        if number := order.get("account"):
            return self.state.accounts[str(number)]
        return next(one for one in self.state.accounts.values() if one.token)

    def _posts(self, query: Order) -> Any:
        own = [one for one in self.state.statuses.values() if one.account.token and not one.above]
        asked = str(query["account"]) if query.get("account") else ""
        return [self._post(one) for one in own if one.visibility != "direct" and (not asked or one.account.id == asked)]

    def _vote(self, order: Order) -> Any:
        status = self.state.statuses[str(order["post_id"])]
        assert status.poll is not None, "no poll"
        [status.poll.votes[order["author"]]] = order["options"]
        return self._post(status)

    @staticmethod
    def _post(one: Status) -> dict[str, Any]:
        photos = [_file(file) for file in one.media if file.kind == "image"]
        files = [{**_file(file), "kind": file.kind} for file in one.media if file.kind != "image"]
        poll = {"options": one.poll.options, "multiple": one.poll.multiple} if one.poll else None
        head = {"id": int(one.id), "account": int(one.account.id), "text": one.text, "deleted": one.deleted}
        link = "" if one.media or one.poll else next(iter(_URL.findall(one.text)), "")
        return {**head, "photos": photos, "files": files, "poll": poll, "pinned": one.pinned, "link": link}

    def _edit(self, order: Order) -> Any:
        status = self.state.statuses[str(order["id"])]
        status.text = order["text"]
        return self._post(status)

    def _delete(self, order: Order) -> Any:
        self.state.statuses[str(order["id"])].deleted = True
        return {"ok": True}

    def _comments(self, query: Order) -> Any:
        under = [one for one in self.state.statuses.values() if one.above and one.visibility != "direct"]
        asked = str(query["account"]) if query.get("account") else ""
        return [self._comment(one) for one in under if not asked or self.state.root(one).account.id == asked]

    def _comment(self, one: Status) -> dict[str, Any]:
        root = self.state.root(one)
        words = " ".join(word for word in one.text.split(" ") if not word.startswith("@"))
        head = {"id": int(one.id), "post_id": int(root.id), "author": one.account.title, "text": words}
        more = {"account": int(root.account.id), "author_id": int(one.account.id), "deleted": one.deleted}
        return {**head, **more, "reply_to": int(one.above) if one.above else None}

    def _write_comment(self, order: Order) -> Status:
        """As every application writes it: with mentions of the answered people before the text."""
        post = self.state.statuses[str(order["post_id"])]
        author = self.state.person(order["author"])
        above = self.state.statuses[str(order.get("reply_to") or post.id)]
        named = dict.fromkeys(one.username for one in (above.account, post.account) if one is not author)
        names = " ".join(f"@{name}" for name in named)
        pictures = [self._picture(author, content) for content in order.get("photos") or ()]
        return self.state.write(author, f"{names} {order['text']}", above=above.id, media=pictures)

    def _picture(self, owner: Account, content: str) -> Media:
        media = Media(self.state.number(), owner.id, "image", "image/png", base64.b64decode(content))
        self.state.media[media.id] = media
        return media

    def _letters(self, query: Order) -> Any:
        account = self._account(query)
        direct = [one for one in self.state.statuses.values() if one.visibility == "direct"]
        mine = [one for one in direct if one.account is account or account in self.state.mentioned(one.text)]
        return [{"id": int(one.id), "text": one.text.partition(" ")[2], "ours": one.account is account} for one in mine]

    def _write_letter(self, order: Order) -> Any:
        account, author = self._account(order), self.state.person(order["author"])
        status = self.state.write(author, f"@{account.username} {order['text']}", visibility="direct")
        return {"id": int(status.id), "peer_id": int(author.id)}

    def _restrictions(self, query: Order) -> Any:
        return [{"person_id": int(number)} for number in self._account(query).blocks]

    def _page(self, one: Account) -> Any:
        pictures = {"avatar": one.avatar, "cover": one.header}
        return {"description": one.note, **{name: self._content(number) for name, number in pictures.items()}}

    def _content(self, number: str) -> str:
        return self.state.media[number].sha256 if number else ""

    def _set_rights(self, order: Order) -> Any:
        self._account(order).scopes = tuple(order["rights"])
        return {"ok": True}

    def _set_instance(self, order: Order) -> Any:
        """`era`, `front` («html», or an address to redirect to), and parts of `configuration`; None removes one."""
        self.state.era = order.get("era", self.state.era)
        self.front = order.get("front", self.front)
        for name, limits in order.get("limits", {}).items():
            self.state.limits.setdefault(name, {}).update(limits or {})
            if limits is None:
                del self.state.limits[name]
        return {"ok": True}

    def _order_fault(self, order: Order) -> Any:
        fault = f"error:{order['code']}" if order["fault"] == "error" else order["fault"]
        self.ledger.order_fault(
            NETWORK, order["method"], fault, times=order.get("times", 1), seconds=order.get("seconds", 0.0)
        )
        return {"ok": True}

    def _calls(self, query: Order) -> Any:
        return [
            {
                "method": one.method,
                "time": one.at,
                "token_kind": one.token_kind,
                "fault": one.fault,
                "outcome": one.outcome,
            }
            for one in self.ledger.calls(NETWORK, query.get("method"))
        ]


def _file(one: Media) -> dict[str, Any]:
    return {"sha256": one.sha256, "alt": one.description}
