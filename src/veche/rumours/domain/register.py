"""Enter a rumour or a false page, its pictures, the comments that repeat it, and how it ended."""

from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from veche.inbox.domain.pictures import DRAWN
from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kernel.uploads import Readable, UploadRefused, keep_bytes, shown_name, sniff
from veche.networks.registry import NETWORKS
from veche.rumours.enums import ENDED, Kind, State
from veche.rumours.errors import RumourError
from veche.rumours.models import Rumour, RumourComment, RumourPicture
from veche.staff.models import Administration, Person

LARGEST: Final = 30 * 1024 * 1024
LONGEST: Final = 4000


def enter(  # noqa: PLR0913 -- an entry is all of this
    *,
    administration: Administration,
    by: Person,
    kind: Kind | str,
    title: str,
    seen_at: datetime,
    noticed_by: str = "",
    words: str = "",
    url: str = "",
    network: str = "",
    once: UUID | None = None,
) -> Rumour:
    """The same `once` returns the existing row. Raises `RumourError`."""
    _check(kind, title, words, url, network, seen_at)
    fields = {
        "kind": kind,
        "title": title.strip(),
        "words": words.strip(),
        "url": url.strip(),
        "network": network,
        "seen_at": seen_at,
        "noticed_by": noticed_by.strip() or by.display_name,
        "at": now(),
        "by": by,
    }
    with transaction.atomic():
        rows = Rumour.objects.of(administration)
        made: Rumour
        if once is None:
            made, created = Rumour.objects.create(administration=administration, **fields), True
        else:
            made, created = rows.get_or_create(administration=administration, once=once, defaults=fields)
        if created:
            facts = {"kind": str(kind), "network": network}
            record(administration=administration, actor=by, verb="rumour.entered", obj=made, facts=facts)
    return made


def _check(kind: Kind | str, title: str, words: str, url: str, network: str, seen_at: datetime) -> None:
    if kind not in Kind.values:
        raise RumourError("Выберите, что это: слух или поддельная страница.")
    if not title.strip():
        raise RumourError("Назовите коротко, о чём это. Остальное на месте.")
    if kind == Kind.PAGE and not url.strip():
        raise RumourError("Впишите адрес поддельной страницы: без него на неё не пожаловаться.")
    if len(words) > LONGEST:
        raise RumourError(f"Слова длиннее {LONGEST} знаков. Оставьте главное.")
    if network and network not in NETWORKS:
        raise RumourError("Такой сети здесь нет. Выберите из списка.")
    if seen_at > now():
        raise RumourError("Заметили позже, чем сейчас? Проверьте день и час.")


def add_picture(*, rumour: Rumour, by: Person, content: Readable, name: str) -> RumourPicture:
    """Store the picture unchanged. The same one twice is one. Raises `RumourError` and `UploadRefused`."""
    sent = content.read(LARGEST + 1)
    if sent and sniff(sent) not in DRAWN:
        raise UploadRefused(f"«{shown_name(name)}» — не картинка. Подойдут снимки экрана в PNG или JPEG.")
    kept = keep_bytes(sent, name=name, root=Path(settings.MEDIA_ROOT), max_bytes=LARGEST)
    with transaction.atomic():
        fresh = _open(rumour)
        said = {"mime": kept.mime, "size": kept.size, "name": shown_name(name), "at": now(), "by": by}
        picture: RumourPicture
        picture, created = RumourPicture.objects.of(fresh.administration_id).get_or_create(
            administration_id=fresh.administration_id, rumour=fresh, sha256=kept.sha256, defaults=said
        )
        if created:
            facts = {"sha256": kept.sha256}
            record(administration=fresh.administration, actor=by, verb="rumour.picture_added", obj=fresh, facts=facts)
    return picture


def link_comment(*, rumour: Rumour, message: Message, by: Person) -> RumourComment:
    """«Это слух»: the comment belongs to this rumour from now on. Raises `RumourError`."""
    if message.private or message.ours:
        raise RumourError("К слуху относят комментарии жителей, видимые всем. Ничего не изменилось.")
    with transaction.atomic():
        fresh = _open(rumour)
        rows = RumourComment.objects.of(fresh.administration_id)
        made: RumourComment
        made, created = rows.get_or_create(
            administration_id=fresh.administration_id,
            message=message,
            defaults={"rumour": fresh, "at": now(), "by": by},
        )
        if not created and made.rumour_id != fresh.pk:
            raise RumourError(f"Этот комментарий уже отнесли к «{made.rumour.title}». Ничего не изменилось.")
        if created:
            facts = {"message": message.pk}
            record(administration=fresh.administration, actor=by, verb="rumour.comment_linked", obj=fresh, facts=facts)
    return made


def unlink_comment(*, link: RumourComment, by: Person) -> None:
    with transaction.atomic():
        rumour, message = link.rumour, link.message_id
        deleted, _ = RumourComment.objects.of(link.administration_id).filter(pk=link.pk).delete()
        if deleted:
            facts = {"message": message}
            record(administration=rumour.administration, actor=by, verb="rumour.comment_freed", obj=rumour, facts=facts)


def end(*, rumour: Rumour, by: Person, state: State | str, outcome: str) -> Rumour:
    """Raises `RumourError` if it has ended, or nothing says how."""
    if state not in ENDED:
        raise RumourError("Выберите, чем кончилось.")
    if not outcome.strip():
        raise RumourError("Напишите, чем кончилось: потом по записи поймут, что было сделано.")
    with transaction.atomic():
        fresh = _open(rumour)
        fresh.state, fresh.outcome, fresh.ended_at, fresh.ended_by = State(state), outcome.strip(), now(), by
        fresh.save(update_fields=("state", "outcome", "ended_at", "ended_by"))
        facts = {"state": str(state)}
        record(administration=fresh.administration, actor=by, verb="rumour.ended", obj=fresh, facts=facts)
    return fresh


def open_again(*, rumour: Rumour, by: Person) -> Rumour:
    with transaction.atomic():
        fresh = lock(rumour)
        if not fresh.is_open:
            fresh.state, fresh.outcome, fresh.ended_at, fresh.ended_by = State.NEW, "", None, None
            fresh.save(update_fields=("state", "outcome", "ended_at", "ended_by"))
            record(administration=fresh.administration, actor=by, verb="rumour.opened_again", obj=fresh, facts={})
    return fresh


def lock(rumour: Rumour) -> Rumour:
    rows = Rumour.objects.of(rumour.administration_id).select_for_update(of=("self",))
    found: Rumour = rows.select_related("administration").get(pk=rumour.pk)
    return found


def _open(rumour: Rumour) -> Rumour:
    fresh = lock(rumour)
    if not fresh.is_open:
        raise RumourError(f"Эта запись уже закрыта: {fresh.get_state_display()}. Откройте её снова, если нужно.")
    return fresh
