"""Whether a post that no act was matched with is ours after all, or may still turn out to be.

An event can be quicker than the answer to the call that made the post, a lost answer is looked up for a while, and a
person who publishes by hand may use other words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from veche.accounts.models import Account
from veche.networks.protocol import Publish, Verb
from veche.outbox.domain.post_ids import publication_at
from veche.outbox.domain.seen import REMEMBERED, SKEW, by_word_of_person
from veche.outbox.domain.states import OUT
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState
from veche.outbox.models import Act

_WORD = re.compile(r"\w+")
# The share of the shorter text's words that the other one has too: a text that was mended stays far above.
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class UnmatchedPost:
    """A post as the network shows it. `at`: by the network's clock."""

    post_id: str
    text: str
    photo_count: int
    at: datetime


def maker_of(account: Account, post: UnmatchedPost, *, taken: Iterable[int | None] = ()) -> Act | None:
    """The act that made the post: by its id, by a person's word about the same text, or a new picture of the page,
    which some networks post by themselves. `taken`: ids of acts that made other posts."""
    if act := publication_at(account, post.post_id):
        return act
    made, others = frozenset(taken), (*_told_by_person(account, post), *_pictures(account, post))
    return next((act for act in others if act.pk not in made), None)


def may_be_ours(account: Account, post: UnmatchedPost) -> bool:
    """Whether an act without an id may have made the post: its call is under way; its outcome is not known, or a
    person has it in hand, and the words are alike."""
    acts = _acts(account).filter(verb=Verb.PUBLISH, remote_id="").exclude(state__in=OUT)
    if acts.filter(state=ActState.SENDING, first_call_at__lte=post.at + SKEW).exists():
        return True
    called = (Q(state=ActState.UNKNOWN) | Q(doubt_since__isnull=False)) & _around("last_call_at", post)
    by_hand = Q(state=ActState.BY_HAND) & _around("due_at", post)
    return any(_alike(act, post, silent=True) for act in acts.filter(called | by_hand))


def _acts(account: Account) -> QuerySet[Act]:
    acts: QuerySet[Act] = Act.objects.of(account.administration_id).filter(account=account)
    return acts


def _around(field: str, post: UnmatchedPost) -> Q:
    return Q(**{f"{field}__range": (post.at - REMEMBERED, post.at + SKEW)})


def _told_by_person(account: Account, post: UnmatchedPost) -> list[Act]:
    said = _acts(account).filter(by_word_of_person(post.at), verb=Verb.PUBLISH, remote_id="").order_by("pk")
    return [act for act in said if _alike(act, post)]


def _pictures(account: Account, post: UnmatchedPost) -> list[Act]:
    if post.text.strip() or post.photo_count > 1:
        return []
    pictures = _acts(account).filter(verb__in=(Verb.SET_AVATAR, Verb.SET_COVER))
    return list(pictures.filter(last_call_at__range=(post.at - SKEW, post.at + SKEW)).order_by("pk"))


def _alike(act: Act, post: UnmatchedPost, *, silent: bool = False) -> bool:
    """`silent`: the answer for a post without words, such as one message of an album."""
    publication = network_act(act)
    if not isinstance(publication, Publish):
        return False
    ours, theirs = _words(publication.post.text), _words(post.text)
    if not ours or not theirs:
        return silent or ours == theirs
    return len(ours & theirs) >= _ALIKE * min(len(ours), len(theirs))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
