"""State rights, attach papers, say how strict the city is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kernel.media import take_file
from veche.kernel.uploads import sniff, take_picture
from veche.media.domain.intake import HEAD, Source
from veche.media.domain.rights import is_lacking
from veche.media.domain.search import found_by
from veche.media.errors import MediaError
from veche.media.models import Media, Paper, Rights, RightsPolicy
from veche.media.uses import stop_uses
from veche.staff.domain.roles import has_held
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

WRITTEN: Final = (
    "title",
    "words",
    "author",
    "basis",
    "owner",
    "contract",
    "licence",
    "licence_link",
    "department",
    "used_until",
    "people",
    "people_basis",
    "children",
    "parents",
)
# What whoever sends a file knows of it. Why it may be used, and on what ground people are shown, the press judges.
OF_SENDER: Final = ("author", "people", "children", "parents")
PRESS: Final = (Role.PRESS_OFFICER, Role.PRESS_HEAD)
PAPER_MOST: Final = 20 * 1024 * 1024
MOST_PAPERS: Final = 20
_PDF: Final = b"%PDF-"


def state_rights(*, media: Media, by: Person, said: Mapping[str, Any]) -> list[str]:
    """Change what is known of the file: `said` by field (`WRITTEN`). The journal names fields, not values.

    Returns titles of what may not go out with the file any more and was held.
    """
    with transaction.atomic():
        rights = _locked(media)
        changed = [name for name in WRITTEN if name in said and getattr(rights, name) != said[name]]
        if not changed:
            return []
        for name in changed:
            setattr(rights, name, said[name])
        rights.stated_at, rights.stated_by = now(), by
        _settle(rights)
        _record(media, by, "media.rights_stated", {"changed": changed})
        return stop_uses(media, by)


def state_by_sender(*, media: Media, by: Person, said: Mapping[str, Any]) -> None:
    """As `state_rights`, by whoever sends the file (`OF_SENDER`). What the press service has stated stays."""
    with transaction.atomic():
        if _may_restate(_locked(media), by):
            state_rights(media=media, by=by, said={name: said[name] for name in OF_SENDER if name in said})


def fill_by_sender(*, media: Media, by: Person, said: Mapping[str, Any]) -> None:
    """As `state_by_sender`, of a file that the press service asks about: what it left empty is filled in."""
    with transaction.atomic():
        rights = _locked(media)
        kept = stated_by_press(rights, by)
        filled = {name: said[name] for name in OF_SENDER if said.get(name) and name not in kept}
        state_rights(media=media, by=by, said=filled)
        if kept:  # else the person could change next time what the press service has stated
            Rights.objects.of(media.administration_id).filter(pk=rights.pk).update(stated_by=rights.stated_by)


def stated_by_press(rights: Rights, by: Person) -> list[str]:
    """What this person does not change: fields of `OF_SENDER` with a value, if the press service stated them."""
    return [] if _may_restate(rights, by) else [name for name in OF_SENDER if getattr(rights, name)]


def _may_restate(rights: Rights, by: Person) -> bool:
    """Not what somebody of the press service has stated, also if they have left it since."""
    return rights.stated_by in (None, by) or not has_held(rights.stated_by, PRESS)


def add_paper(*, media: Media, by: Person, content: Source, name: str) -> Paper:
    """Attach a consent or contract: PDF or a photo. Raises `UploadRefused` or `MediaError`, both in Russian."""
    _refuse_too_many(media)
    return _attached(media, by, _taken(content, name))


def add_paper_to_each(*, media: Iterable[Media], by: Person, content: Source, name: str) -> None:
    """As `add_paper`, one paper for several files. A file that has this paper already keeps it."""
    files = list(media)
    for one in files:
        _refuse_too_many(one)
    taken = _taken(content, name)
    with transaction.atomic():
        for one in files:
            if not Paper.objects.of(one.administration_id).filter(rights__media=one, sha256=taken.sha256).exists():
                _attached(one, by, taken)


def _refuse_too_many(media: Media) -> None:
    if Paper.objects.of(media.administration_id).filter(rights__media=media).count() >= MOST_PAPERS:
        raise MediaError("Бумаг уже двадцать, больше не поместится. Соедините листы в один PDF.")


def _taken(content: Source, name: str) -> Any:
    head = content.read(HEAD)
    content.seek(0)
    root = Path(settings.MEDIA_ROOT) / "papers"
    if head.startswith(_PDF):
        return take_file(content, name=name, root=root, most=PAPER_MOST)
    if sniff(head).startswith("image/"):
        return take_picture(content, name=name, root=root)
    raise MediaError("Бумага бывает в PDF или снимком (JPEG, PNG). Этот файл не сохранён, остальное цело.")


def _attached(media: Media, by: Person, taken: Any) -> Paper:
    with transaction.atomic():
        rights = _locked(media)
        paper: Paper = Paper.objects.create(
            administration_id=media.administration_id,
            rights=rights,
            sha256=taken.sha256,
            name=taken.name,
            mime=taken.mime,
            size=taken.size,
            by=by,
            at=now(),
        )
        _count(rights)
        _record(media, by, "media.paper_added", {"paper": paper.sha256})
    return paper


def remove_paper(*, paper: Paper, by: Person) -> list[str]:
    """Detach it. The file stays in the folder, as an entry of the journal names it. Returns titles of what was held."""
    media = paper.rights.media
    with transaction.atomic():
        rights = _locked(media)
        if not Paper.objects.of(media.administration_id).filter(pk=paper.pk).delete()[0]:
            return []
        _count(rights)
        _record(media, by, "media.paper_removed", {"paper": paper.sha256})
        return stop_uses(media, by)


def ask_rights(*, administration: Administration, by: Person, wanted: bool) -> None:
    """Whether files added from now on need stated rights."""
    with transaction.atomic():
        since: datetime | None = now() if wanted else None
        policy, _made = RightsPolicy.objects.of(administration).get_or_create(
            administration=administration, defaults={"asked_since": administration.created_at}
        )
        if (policy.asked_since is not None) == wanted:
            return
        policy.asked_since = since
        policy.save(update_fields=["asked_since"])
        record(
            administration=administration,
            actor=by,
            verb="media.policy_changed",
            obj=administration,
            facts={"asked": wanted},
        )


def _locked(media: Media) -> Rights:
    owner = {"administration_id": media.administration_id}
    Rights.objects.of(media.administration_id).get_or_create(media=media, defaults=owner)
    rights: Rights = Rights.objects.of(media.administration_id).select_for_update().get(media=media)
    rights.media = media
    return rights


def _count(rights: Rights) -> None:
    rights.papers = Paper.objects.of(rights.administration_id).filter(rights=rights).count()
    _settle(rights)


def _settle(rights: Rights) -> None:
    """Save with what is derived."""
    rights.lacking, rights.found_by = is_lacking(rights), found_by(rights, rights.media.name)
    rights.save()


def _record(media: Media, by: Person, verb: str, facts: Mapping[str, object]) -> None:
    record(administration=by.administration, actor=by, verb=verb, obj=media, facts=dict(facts))
