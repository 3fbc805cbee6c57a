"""Post ids that a network assigns: each belongs to one act."""

from django.db import connection
from django.db.models import QuerySet

from veche.accounts.models import Account
from veche.networks.post_links import PostLink, code_of
from veche.networks.protocol import Verb
from veche.networks.registry import NETWORKS
from veche.outbox.models import Act


def is_taken(act: Act, remote_id: str) -> bool:
    """Whether another publication of this account has this id.

    Call it first in a transaction: it locks the account's ids until the end, so the answer stays true.
    """
    if act.verb != Verb.PUBLISH or not remote_id:
        return False
    lock_post_ids(act.account)
    others = Act.objects.of(act.administration_id).filter(account_id=act.account_id, verb=Verb.PUBLISH)
    found: bool = others.filter(remote_id=remote_id).exclude(pk=act.pk).exists()
    return found


def owner_of(act: Act, found: PostLink) -> Act | None:
    """The publication of this account at an address, except the one that `act` makes or is about.

    In addresses MAX names posts by a code only. The ids of an album's messages follow the first one's.
    """
    lock_post_ids(act.account)
    others = Act.objects.of(act.administration_id).filter(account_id=act.account_id, verb=Verb.PUBLISH)
    others = others.exclude(pk__in=(act.pk, act.about_id or act.pk))
    if not found.post_id:
        return next((one for one in others.filter(remote_url__endswith=found.code) if _is_at(one, found)), None)
    return _with_id(others, act.account, found.post_id)


def publication_at(account: Account, post_id: str) -> Act | None:
    """The publication of this account whose post, or one of whose album's messages, has this id."""
    acts = Act.objects.of(account.administration_id).filter(account=account, verb=Verb.PUBLISH)
    return _with_id(acts, account, post_id)


def _with_id(acts: QuerySet[Act], account: Account, post_id: str) -> Act | None:
    ids = [post_id]
    if post_id.isdigit():
        longest_album = NETWORKS[account.network].limits.photos
        ids += [str(int(post_id) - before) for before in range(1, longest_album)]
    near = acts.filter(remote_id__in=ids)
    return next((one for one in near if post_id in (one.remote_id, *one.more_ids)), None)


def _is_at(act: Act, found: PostLink) -> bool:
    """Compare the id exactly, because LIKE ignores case on SQLite."""
    return code_of(act.remote_url) == found.code


def lock_post_ids(account: Account) -> None:
    if not connection.features.has_select_for_update:  # SQLite: who writes is alone
        return
    mine = Account.objects.of(account.administration_id).filter(pk=account.pk)
    list(mine.select_for_update(no_key=True).values_list("pk"))
