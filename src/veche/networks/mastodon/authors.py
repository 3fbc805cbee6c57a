"""Restrict authors: a block, without term and reason. Repeating it is harmless."""

from collections.abc import Mapping
from typing import Any

from veche.networks.errors import READING, RELEASING, RESTRICTING
from veche.networks.handlers import Call, LookUpCall
from veche.networks.mastodon.account import Account
from veche.networks.mastodon.client import part
from veche.networks.protocol import Absent, Done, Found, LookUp, NetworkError, RestrictAuthor


def change(account: Account, call: Call) -> Done:
    act, restricts = call.act, isinstance(call.act, RestrictAuthor)
    if restricts and act.until is not None:
        advice = f"В Mastodon блокируют только навсегда. {RESTRICTING.kept}. Выберите «навсегда»."
        raise NetworkError(advice, permanent=True, code="for_good_only")
    purpose, verb = (RESTRICTING, "block") if restricts else (RELEASING, "unblock")
    path = f"/api/v1/accounts/{part(act.author_id)}/{verb}"
    answer = account.client.call("POST", path, body={}, purpose=purpose, deadline=call.deadline)
    if answer.get("blocking") is not restricts:
        raise account.client.unexpected(purpose)
    return Done(act.author_id, proven=True)


def look_up(account: Account, asked: LookUpCall) -> LookUp:
    act = asked.act
    found = account.client.listed(
        "/api/v1/accounts/relationships", query={"id[]": act.author_id}, purpose=READING, deadline=asked.deadline
    )
    mine: Mapping[str, Any] = next((one for one in found if one.get("id") == act.author_id), {})
    if (mine.get("blocking") is True) is not isinstance(act, RestrictAuthor):
        return Absent()
    return Found(act.author_id, how="Mastodon показал, что так и есть")
