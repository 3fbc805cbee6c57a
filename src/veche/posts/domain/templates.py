"""Begin a post from a template or from another post. Drafts, so nothing of it is in the journal."""

from dataclasses import replace

from django.db import transaction
from django.db.models import QuerySet

from veche.kernel.clock import now
from veche.posts.domain.labels import labels_of
from veche.posts.domain.polls import words_of
from veche.posts.domain.queries import latest_version
from veche.posts.domain.rendering import draft_of
from veche.posts.domain.write import copy_pictures, save_text
from veche.posts.models import Post, PostTemplate, PostVersion
from veche.staff.models import Administration, Person


def templates_of(administration: Administration) -> QuerySet[PostTemplate]:
    found: QuerySet[PostTemplate] = PostTemplate.objects.of(administration).filter(archived_at=None)
    return found.select_related("by")


def save_template(*, version: PostVersion, by: Person, name: str) -> PostTemplate:
    """Keep the version's words under `name`; a template of that name gets the new words."""
    words = draft_of(version)
    said = {"text": words.text, "variants": dict(words.variants), "link": words.link, "by": by, "at": now()}
    made: PostTemplate
    made, _created = PostTemplate.objects.of(version.administration_id).update_or_create(
        administration=version.administration, name=name, archived_at=None, defaults=said
    )
    return made


def archive_template(template: PostTemplate) -> None:
    """Stop offering it. Posts that began from it keep their words; pressed twice it is the same."""
    rows = PostTemplate.objects.of(template.administration_id).filter(pk=template.pk, archived_at=None)
    rows.update(archived_at=now())


def begin_from_template(*, post: Post, by: Person, template: PostTemplate) -> None:
    """Write the template's words into a post in which nobody has written yet."""
    with transaction.atomic():
        version = latest_version(post)
        if _is_untouched(version):
            save_text(
                version=version,
                by=by,
                revision=version.revision,
                text=template.text,
                variants=template.variants,
                link=template.link,
            )


def begin_from_post(*, post: Post, by: Person, source: PostVersion) -> None:
    """Copy text, own texts, link, poll and files of `source` into a post in which nobody has written yet.

    An advertisement's advertiser and erid are not copied, because each needs an erid of its own (38-ФЗ, ст. 18.1), nor
    is anybody's yes to unclear rights.
    """
    with transaction.atomic():
        version, words = latest_version(post), draft_of(source)
        if not _is_untouched(version):
            return
        save_text(
            version=version,
            by=by,
            revision=version.revision,
            text=words.text,
            variants=words.variants,
            poll=words_of(source) or None,
            link=words.link,
            labels=replace(labels_of(source), ad=False, advertiser="", erid=""),
        )
        copy_pictures(source.pictures.all(), version)


def _is_untouched(version: PostVersion) -> bool:
    return (version.number, version.revision, version.text) == (1, 1, "") and version.frozen_at is None
