"""Freeze a version when approval is asked, so that it cannot change afterwards."""

import hashlib
import json
from collections.abc import Iterable

from django.utils.text import capfirst

from veche.accounts.models import Account
from veche.kernel.bidi import isolated
from veche.kernel.clock import now
from veche.media.enums import MediaKind
from veche.media.models import Media
from veche.networks.registry import render_reply
from veche.posts.domain.endings import ending_of
from veche.posts.domain.labels import labels_of
from veche.posts.domain.queries import content_of
from veche.posts.domain.readiness import is_replaced, unready
from veche.posts.domain.rendering import rendered
from veche.posts.errors import PostError
from veche.posts.models import Picture, PostPoll, PostVersion


def freeze_version(*, version: PostVersion, accounts: Iterable[Account]) -> PostVersion:
    """Freeze with the accounts' signatures, if the text can be published in each network.

    Call it inside the transaction of the asking verb.

    The version that is returned has its variants and pictures prefetched.
    """
    city = version.administration_id
    found = PostVersion.objects.of(city).select_for_update(of=("self",)).select_related("post__plan_item", "poll")
    locked: PostVersion = found.prefetch_related(*content_of(city)).get(pk=version.pk)
    if locked.frozen_at is not None:
        raise PostError("Эта версия уже отправлена на согласование.")
    chosen = list(accounts)
    endings = {account.pk: ending_of(locked, account) for account in chosen}
    below = sorted({(account.network, endings[account.pk]) for account in chosen})
    problems = problems_of(locked, sorted({network for network, _ in below}), below)
    if problems:
        raise PostError(problems[0])
    locked.endings = {str(pk): ending for pk, ending in sorted(endings.items()) if ending}
    locked.frozen_at = now()
    locked.fingerprint = fingerprint_as_read(locked)
    locked.save(update_fields=("endings", "frozen_at", "fingerprint"))
    return locked


def problems_of(version: PostVersion, networks: list[str], below: Iterable[tuple[str, str]] = ()) -> list[str]:
    """Why approval cannot be asked yet; Russian sentences, most important first.

    `below`: networks with what their accounts put below the text.
    """
    waits = unready(version, networks)
    shown = (rendered(version, slug, ending=ending) for slug, ending in below or [(slug, "") for slug in networks])
    found = [*waits, *(problem for one in shown for problem in one.problems)]
    problems = [problem.sentence for problem in found if not (waits and is_replaced(problem))]
    if silent := [picture for picture in version.pictures.all() if needs_words(picture) and not picture.alt]:
        said = "%(files)s: нет описания. Опишите словами, иначе незрячий житель не узнает, что там."
        problems.append(said % {"files": capfirst(named(silent))})
    if wrong := labels_of(version).problem:
        problems.append(wrong)
    problems += _of_first_comment(version.first_comment, networks)
    return list(dict.fromkeys(problems))


def _of_first_comment(text: str, networks: Iterable[str]) -> list[str]:
    found = (problem.sentence for slug in networks if text for problem in render_reply(slug, text).problems)
    return [f"Первый комментарий. {sentence}" for sentence in found]


def named(pictures: Iterable[Picture]) -> str:
    """«фото «yama.jpg», видео «most.mp4»», in the post's order; a file without a name by its position."""
    return ", ".join(
        f"{one.media.get_kind_display()} {f'«{isolated(one.media.name)}»' if one.media.name else one.position + 1}"
        for one in sorted(pictures, key=lambda one: one.position)
    )


def needs_words(picture: Picture) -> bool:
    """Whether the file needs a description; documents have a name and their own text."""
    return picture.media.kind != MediaKind.DOCUMENT


def fingerprint(version: PostVersion) -> str:
    """SHA-256 of all that is approved: texts, pictures in order, descriptions, poll, link, labels,
    what accounts put below, own hour and networks."""
    pictures = list(version.pictures.select_related("media", "cover", "subtitles"))
    poll = PostPoll.objects.of(version.administration_id).filter(version=version).first()
    return _digest(version, pictures, poll, version.accounts.values_list("pk", flat=True))


def fingerprint_as_read(version: PostVersion) -> str:
    """`fingerprint` of a version from `posts.domain.queries.versions_of`, without a query."""
    chosen = [account.pk for account in version.accounts.all()]
    return _digest(version, list(version.pictures.all()), getattr(version, "poll", None), chosen)


# What `_content` calls the files of a version.
FILES: tuple[str, ...] = ("pictures", "beside")


def parts_as_read(version: PostVersion) -> tuple[dict[str, object], dict[str, object]]:
    """Words and files of a version from `posts.domain.queries.versions_of`, of which `fingerprint` is made."""
    content = _content(version, list(version.pictures.all()), getattr(version, "poll", None), ())
    files: dict[str, object] = {key: content.pop(key) for key in FILES if key in content}
    content.pop("publish_at", None)
    return content, files


def digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _digest(version: PostVersion, pictures: list[Picture], stored: PostPoll | None, accounts: Iterable[int]) -> str:
    return digest(_content(version, pictures, stored, accounts))


def _content(
    version: PostVersion, pictures: list[Picture], stored: PostPoll | None, accounts: Iterable[int]
) -> dict[str, object]:
    content: dict[str, object] = {
        "text": version.text,
        "variants": sorted((variant.network, variant.text) for variant in version.variants.all()),
        "pictures": [(picture.media.sha256, picture.alt) for picture in pictures],
    }
    if stored is not None:
        content["poll"] = [stored.question, stored.options, stored.multiple, stored.anonymous, stored.open_days]
    if beside := [(p.position, _sha(p.cover), _sha(p.subtitles)) for p in pictures if p.cover or p.subtitles]:
        content["beside"] = beside
    if version.link:
        content["link"] = version.link
    content |= labels_of(version).agreed
    if version.endings:
        content["endings"] = version.endings
    if version.publish_at is not None:
        content["publish_at"] = version.publish_at.isoformat()
    if chosen := sorted(accounts):
        content["accounts"] = chosen
    return content


def _sha(media: Media | None) -> str:
    return media.sha256 if media else ""
