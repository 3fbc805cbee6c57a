"""Write texts: a working version is saved any number of times, a frozen one never changes."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F, Max, Model

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.plan.domain.items import lock_item
from veche.plan.models import PlanItem
from veche.posts.domain.labels import NAMES, Labels, labels_of
from veche.posts.domain.polls import PollWords, copy_poll, save_poll, words_of
from veche.posts.enums import PostState
from veche.posts.errors import Conflict, PostError
from veche.posts.models import Picture, Post, PostVersion, RightsYes, Variant
from veche.staff.models import Person

FROZEN = "Эта версия закреплена и не меняется. Откройте запись заново: правка начнёт новую версию."
# What a copy of a file has from the row it is copied from.
PICTURE_FIELDS = ("media_id", "position", "alt", "cover_id", "subtitles_id")


def start_post(*, item: PlanItem, by: Person) -> Post:
    """Create the post of a plan item; an existing one is kept."""
    with transaction.atomic():
        lock_item(item)
        post, created = Post.objects.of(item.administration_id).get_or_create(
            plan_item=item, defaults={"administration": item.administration, "author": by}
        )
        if created:
            _new_version(post, by, number=1)
            record(administration=item.administration, actor=by, verb="post.started", obj=post, facts={"item": item.pk})
    return post


def save_text(  # noqa: PLR0913 -- the parts of a version, each of which may be absent
    *,
    version: PostVersion,
    by: Person,
    revision: int,
    text: str,
    variants: Mapping[str, str],
    alts: Mapping[int, str] | None = None,
    poll: PollWords | None = None,
    link: str | None = None,
    labels: Labels | None = None,
) -> PostVersion:
    """Save over `revision`, the one the writer has read. `variants`: texts of networks with their own.

    Networks not named lose theirs; `alts`, descriptions by picture id, change only what they name. `poll`, `link`
    and `labels`: None keeps, empty removes. Saving the same text again succeeds, as the first answer may have been
    lost. Raises `Conflict` if another text was saved meanwhile, `PostError` if the version is frozen.
    """
    with transaction.atomic():
        won = _take_revision(version, by, revision)
        saved: PostVersion = (
            PostVersion.objects.of(version.administration_id).select_related("saved_by").get(pk=version.pk)
        )
        if not won:
            if _says_the_same(saved, by, text, variants, alts or {}) and _asks_the_same(saved, poll, link, labels):
                return saved
            raise Conflict("Пока вы писали, текст изменили. Оба варианта целы: выберите или соедините.", saved)
        saved.writers.add(by)
        saved.text, saved.link = text, saved.link if link is None else link.strip()
        if labels is not None:
            _put_labels(saved, labels)
        saved.save(update_fields=("text", "link", *NAMES))
        _save_variants(saved, variants)
        save_poll(saved, poll)
        for picture, alt in (alts or {}).items():
            saved.pictures.filter(pk=picture).update(alt=alt.strip())
    saved.refresh_from_db()
    return saved


def new_version(*, post: Post, by: Person) -> PostVersion:
    """The working version: the present one, or a copy of the last that was not given up.

    The earlier version keeps its state: asked stays asked, approved goes out.
    """
    with transaction.atomic():
        lock_item(post.plan_item)  # first of all rows, as every verb about a post
        last = post.versions.filter(dropped_at=None).order_by("-number").first()
        if last is not None and last.frozen_at is None:
            return last
        number = (post.versions.aggregate(most=Max("number"))["most"] or 0) + 1
        fresh = _new_version(post, by, number=number, last=last)
        if last is not None:
            _copy_parts(last, fresh)
            fresh.writers.add(*last.writers.all())
            fresh.suggesters.add(*last.suggesters.all())
        _mend(post)
        record(
            administration=post.administration,
            actor=by,
            verb="post.new_version",
            obj=post,
            facts={"version": fresh.number},
        )
    return fresh


def begun(version: PostVersion, by: Person) -> PostVersion:
    """The working version for a change of `version`: itself, or its successor if it is frozen.

    Call it inside the transaction of the change.
    """
    return new_version(post=version.post, by=by)


def drop_version(version: PostVersion) -> None:
    """Give up a version that is being written or was not approved; it stays in the history."""
    moment = now()
    PostVersion.objects.of(version.administration_id).filter(pk=version.pk).update(
        frozen_at=version.frozen_at or moment, dropped_at=moment
    )


def touch(version: PostVersion, by: Person) -> None:
    """Increase the revision after a change beside the text, so that nobody overwrites it."""
    changed = (
        PostVersion.objects.of(version.administration_id)
        .filter(pk=version.pk, frozen_at=None)
        .update(revision=F("revision") + 1, saved_at=now(), saved_by=by)
    )
    if not changed:
        raise PostError(FROZEN)
    version.writers.add(by)


def _take_revision(version: PostVersion, by: Person, revision: int) -> bool:
    """Increase the revision. False if somebody was quicker."""
    rows = PostVersion.objects.of(version.administration_id).filter(pk=version.pk)
    won = rows.filter(revision=revision, frozen_at=None).update(revision=F("revision") + 1, saved_at=now(), saved_by=by)
    if not won and rows.exclude(frozen_at=None).exists():
        raise PostError(FROZEN)
    return won == 1


def _says_the_same(
    stored: PostVersion, by: Person, text: str, variants: Mapping[str, str], alts: Mapping[int, str]
) -> bool:
    """Whether the same is stored; another person's version only with pictures the writer has seen."""
    own = {variant.network: variant.text for variant in stored.variants.all()}
    pictures = {picture.pk: picture.alt for picture in stored.pictures.all()}
    named = {pk: alt.strip() for pk, alt in alts.items()}
    seen = stored.saved_by_id == by.pk or named.keys() == pictures.keys()
    return seen and (stored.text, own) == (text, dict(variants)) and named.items() <= pictures.items()


def _asks_the_same(stored: PostVersion, poll: PollWords | None, link: str | None, labels: Labels | None) -> bool:
    same = (poll is None or poll == words_of(stored)) and (link is None or link.strip() == stored.link)
    return same and labels in (None, labels_of(stored))


def _put_labels(version: PostVersion, labels: Labels) -> None:
    for name, value in labels.stored.items():
        setattr(version, name, value)


def _save_variants(version: PostVersion, variants: Mapping[str, str]) -> None:
    version.variants.exclude(network__in=variants.keys()).delete()
    for network, text in variants.items():
        Variant.objects.of(version.administration_id).update_or_create(
            version=version,
            network=network,
            defaults={"text": text},
            create_defaults={"text": text, "administration_id": version.administration_id},
        )


def _mend(post: Post) -> None:
    """Mark a returned post as being mended."""
    rows = Post.objects.of(post.administration_id).filter(pk=post.pk, state=PostState.RETURNED)
    if rows.update(state=PostState.DRAFT):
        post.state = PostState.DRAFT


def _new_version(post: Post, by: Person, *, number: int, last: PostVersion | None = None) -> PostVersion:
    version: PostVersion = PostVersion.objects.create(
        administration=post.administration,
        post=post,
        number=number,
        text=last.text if last else "",
        publish_at=last.own_hour if last else None,
        revision=last.revision + 1 if last else 1,  # a window on the earlier version is behind this one
        author=by,
        saved_by=by,
        saved_at=now(),
    )
    version.writers.add(by)
    return version


def _copy_parts(last: PostVersion, fresh: PostVersion) -> None:
    owner = {"administration_id": last.administration_id, "version": fresh}
    fresh.link = last.link
    _put_labels(fresh, labels_of(last))
    fresh.save(update_fields=("link", *NAMES))
    fresh.accounts.set(last.own_accounts)
    Variant.objects.bulk_create(Variant(**owner, network=v.network, text=v.text) for v in last.variants.all())
    copy_poll(last, fresh)
    pictures = list(last.pictures.select_related("rights_yes"))
    copies = copy_pictures(pictures, fresh)
    RightsYes.objects.bulk_create(
        RightsYes(administration_id=last.administration_id, picture=copy, **_said(one.rights_yes))
        for one, copy in zip(pictures, copies, strict=True)
        if hasattr(one, "rights_yes")
    )


def copy_pictures(pictures: Iterable[Model], version: PostVersion) -> list[Picture]:
    """Add copies to a version that has no files. `pictures`: of any model with `PICTURE_FIELDS`."""
    return Picture.objects.bulk_create(
        Picture(
            administration_id=version.administration_id,
            version=version,
            **{name: getattr(one, name) for name in PICTURE_FIELDS},
        )
        for one in pictures
    )


def _said(yes: RightsYes) -> dict[str, object]:
    """It holds beside the same file of the next version too."""
    return {"doubts": yes.doubts, "reason": yes.reason, "by_id": yes.by_id, "at": yes.at}
