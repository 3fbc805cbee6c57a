"""Save the editor's window: text, hour and networks.

The first change of a frozen version starts the next one; an unchanged window starts nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from veche.accounts.models import Account
from veche.kernel.clock import local
from veche.kit.marks import merge
from veche.plan.domain.items import lock_item
from veche.plan.errors import PlanError
from veche.plan.models import PlanItem
from veche.posts.domain.labels import NAMES, Labels, labels_of
from veche.posts.domain.merge import values_of
from veche.posts.domain.polls import PollWords
from veche.posts.domain.queries import accounts_for, latest_version, picture_in
from veche.posts.domain.rendering import Draft, draft_of
from veche.posts.domain.write import new_version, save_text
from veche.posts.enums import PostState
from veche.posts.models import Picture, Post, PostVersion
from veche.publishing.domain.change import refuse_closed, settle
from veche.publishing.domain.place import refuse_place, save_place
from veche.publishing.errors import PublishingError
from veche.staff.models import Person

# States in which an earlier version may rely on the plan, and may do so no more.
RELIED_ON = (PostState.WAITING, PostState.APPROVED)
PLACE = frozenset({"when", "accounts"})


@dataclass(frozen=True, slots=True)
class Window:
    """The editor's content. `typed`: submitted values by field name.

    `seen`: marks of what the window showed (`kit.marks`), None if it did not say. `revision`: the one it was
    opened on or, with `over`, a colleague's that it knowingly replaces. `publish_at`, `accounts`, `poll`, `link`,
    `labels` None: not in this window.
    """

    draft: Draft
    networks: Sequence[str]
    alts: Mapping[int, str]
    poll: PollWords | None
    link: str | None
    labels: Labels | None
    publish_at: datetime | None
    accounts: Sequence[Account] | None
    typed: Mapping[str, str]
    seen: Mapping[str, str] | None
    revision: int
    over: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """The result of saving. `version` may be frozen: then nothing changed.

    `theirs`: fields that only a colleague changed. `refused`: why hour or networks were refused; the text is saved all
    the same. `given_up`: the window showed a version given up meanwhile; its text starts from the version in force.
    """

    version: PostVersion
    theirs: frozenset[str] = frozenset()
    refused: str = ""
    given_up: bool = False


class Clash(Exception):
    """Both changed the same fields differently, and nothing was saved.

    `draft`: this window, with the colleague's values in fields that this window did not change.
    """

    def __init__(self, version: PostVersion, both: frozenset[str], draft: Draft) -> None:
        super().__init__()
        self.version, self.both, self.draft = version, both, draft


def save_window(*, post: Post, by: Person, window: Window) -> Saved:
    """Save. Raises `Clash`, and `PublishingError` for a closed post; nothing changes then."""
    with transaction.atomic():
        item = lock_item(post.plan_item)  # one writer at a time: two who begin at once begin one version
        version = latest_version(post)
        stored = stored_values(version)
        mine, theirs = _changed(window, version, stored)
        refused = _refusal(window, version, mine)
        mine -= PLACE if refused else frozenset()
        if not mine:
            return Saved(version, theirs, refused, window.revision > version.revision)
        working = _working(version, by)
        if mine - PLACE:
            _save_words(working, by, window, mine)
        if mine & PLACE:
            _save_place(working, item, by, window, mine)
        if version.post.state in RELIED_ON:
            settle(post=post, by=by)
    return Saved(latest_version(post), theirs, refused, window.revision > version.revision)


def stored_values(version: PostVersion, accounts: Iterable[Account] | None = None) -> dict[str, str]:
    """Stored values of all fields of the window. `accounts`: of the version, if they were read."""
    chosen = accounts_for(version) if accounts is None else accounts
    return values_of(version) | {
        "when": when_value(local(version.hour, version.administration.time_zone)),
        "accounts": accounts_value(account.pk for account in chosen if account.closed_at is None),
    }


def when_value(moment: datetime) -> str:
    """`moment` in the city's time."""
    return f"{moment:%Y-%m-%dT%H:%M}"


def accounts_value(chosen: Iterable[int]) -> str:
    return ",".join(map(str, sorted(chosen)))


def _changed(window: Window, version: PostVersion, stored: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    """Names of fields to save, and of those that only the colleague changed."""
    if window.seen is None:
        differ = frozenset(name for name, value in window.typed.items() if value != stored.get(name, ""))
        if differ and window.revision != version.revision:
            raise Clash(version, differ, window.draft)
        return differ, frozenset()
    found = merge(window.typed, stored, window.seen)
    if found.both and not (window.over and window.revision == version.revision):
        raise Clash(version, found.both, _with_theirs(window, version, found.theirs))
    return found.mine | found.both, found.theirs


def _with_theirs(window: Window, version: PostVersion, theirs: frozenset[str]) -> Draft:
    stored, mine = draft_of(version), window.draft
    kept = {slug: text for slug, text in mine.variants.items() if f"text_{slug}" not in theirs}
    kept |= {slug: text for slug, text in stored.variants.items() if f"text_{slug}" in theirs}
    return replace(
        mine,
        text=stored.text if "text" in theirs else mine.text,
        variants=kept,
        poll=stored.poll if "poll" in theirs else mine.poll,
        link=stored.link if "link" in theirs else mine.link,
        labels=replace(mine.labels, **_of_labels(stored.labels, theirs)),
    )


def _refusal(window: Window, version: PostVersion, mine: frozenset[str]) -> str:
    """Why the hour is refused; asked first, so that a refused hour starts no version."""
    hour = window.publish_at if "when" in mine else None
    accounts = window.accounts if "accounts" in mine else None
    try:
        refuse_place(version=version, publish_at=hour, accounts=accounts)
    except (PlanError, PublishingError) as error:
        return str(error)
    return ""


def _working(version: PostVersion, by: Person) -> PostVersion:
    if version.frozen_at is None:
        return version
    refuse_closed(version.post)
    new_version(post=version.post, by=by)
    return latest_version(version.post)


def _save_words(working: PostVersion, by: Person, window: Window, mine: frozenset[str]) -> None:
    own = {variant.network: variant.text for variant in working.variants.all()}
    for slug in window.networks:
        if f"text_{slug}" in mine:
            own[slug] = window.draft.variants.get(slug, "")
    alts = {picture.pk: alt for pk, alt in window.alts.items() if (picture := _named(working, pk, mine)) is not None}
    save_text(
        version=working,
        by=by,
        revision=working.revision,
        text=window.draft.text if "text" in mine else working.text,
        variants={slug: text for slug, text in own.items() if text.strip()},
        alts=alts,
        poll=window.poll if "poll" in mine else None,
        link=window.link if "link" in mine else None,
        labels=None if window.labels is None else replace(labels_of(working), **_of_labels(window.labels, mine)),
    )


def _of_labels(labels: Labels, named: frozenset[str]) -> dict[str, Any]:
    """Those labels whose fields are in `named`."""
    return {name: getattr(labels, name) for name in NAMES if name in named}


def _named(working: PostVersion, pk: int, mine: frozenset[str]) -> Picture | None:
    return picture_in(working, pk) if f"alt_{pk}" in mine else None


def _save_place(working: PostVersion, item: PlanItem, by: Person, window: Window, mine: frozenset[str]) -> None:
    save_place(
        version=working,
        item=item,
        by=by,
        publish_at=window.publish_at if "when" in mine else None,
        accounts=window.accounts if "accounts" in mine else None,
    )
