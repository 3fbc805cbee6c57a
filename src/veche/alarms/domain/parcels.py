"""Material that people send to the bot. It goes to the matter that it answers, else to the tray of the press."""

import logging
import time
from datetime import timedelta
from io import BytesIO

from django.db import transaction
from django.db.models import QuerySet

from veche.alarms.domain.bots import SECONDS, open_own
from veche.alarms.domain.notify import notify
from veche.alarms.domain.one_by_one import run_each
from veche.alarms.enums import AlarmState, ParcelState
from veche.alarms.errors import BotError
from veche.alarms.models import Alarm, Chat, Parcel, ParcelFile
from veche.alarms.news import Material, NotTaken, news_of
from veche.journal.domain.record import record
from veche.kernel.clock import now, today
from veche.kernel.crypto import CryptoError
from veche.kernel.uploads import UploadRefused
from veche.media.domain.intake import take
from veche.media.models import Media
from veche.networks.bots import Sent, SentFile, ServiceBot
from veche.networks.protocol import FileKind, NetworkError
from veche.networks.registry import NETWORKS
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.domain.roles import people_with
from veche.staff.enums import Role
from veche.staff.models import Administration, Person
from veche.staff.tenancy import OwnedQuerySet

log = logging.getLogger(__name__)

# An album comes as several messages.
ALBUM_LASTS = timedelta(seconds=3)
PAUSE = timedelta(seconds=30)
# While the network is down: every `PAUSE` until `SOON`, then every `LONGER_PAUSE`, until `FETCHED_FOR`.
SOON, LONGER_PAUSE = timedelta(minutes=20), timedelta(minutes=5)
FETCHED_FOR = timedelta(days=1)
# After so many errors of the room that asked, the parcel goes to the press.
MOST_TRIES = 4
TEXT = 10_000
# News to the heads of press: something waits in the tray.
PARCEL_CAME = "parcel_came"
IN_TRAY = "Передал пресс-службе, в «Присланное»."
SORTED_OUT = "Это уже разобрали."
TOO_BIG = "больше {megabytes} МБ боту не получить, загрузите на странице"
NOT_FETCHED = "сеть не отдала файл, пришлите ещё раз"
_NAMES = {None: "фото.jpg", FileKind.VIDEO: "видео.mp4", FileKind.DOCUMENT: "файл"}
FILE_SECONDS = 60.0


def keep(chat: Chat, sent: Sent) -> Parcel | None:
    """Store a message; its files are fetched later. None if it is empty. Needs a transaction."""
    if not sent.text.strip() and not sent.files:
        return None
    moment = now()
    parcel = _same_album(chat, sent)
    if parcel is None:
        kind, subject = _answered(chat, sent.reply_to)
        parcel, new = Parcel.objects.of(chat.administration_id).get_or_create(
            chat=chat,
            message_id=sent.message_id,
            defaults={
                "administration_id": chat.administration_id,
                "person": chat.person,
                "album": sent.album,
                "text": sent.text[:TEXT],
                "kind": kind,
                "subject": subject,
                "ready_at": moment + ALBUM_LASTS if sent.album else moment,
            },
        )
        if not new:
            return parcel
    else:
        text = "\n".join(filter(None, (parcel.text, sent.text)))[:TEXT]
        Parcel.objects.of(chat.administration_id).filter(pk=parcel.pk).update(text=text, ready_at=moment + ALBUM_LASTS)
    ParcelFile.objects.bulk_create(_file(parcel, chat, file) for file in sent.files)
    return parcel


def _same_album(chat: Chat, sent: Sent) -> Parcel | None:
    if not sent.album:
        return None
    return (
        Parcel.objects.of(chat.administration_id)
        .filter(chat=chat, album=sent.album, state=ParcelState.COMING)
        .select_for_update()
        .first()
    )


def _answered(chat: Chat, message_id: str) -> tuple[str, int]:
    """Kind and subject of the answered message; ("", 0) unless it told one matter whose room takes material."""
    if not message_id:
        return "", 0
    rows = Alarm.objects.of(chat.administration_id).filter(chat=chat, message_id=message_id, state=AlarmState.SENT)
    found = list(rows.values_list("kind", "subject")[:2])
    if len(found) != 1:
        return "", 0
    news = news_of(found[0][0])
    return found[0] if news is not None and news.take is not None else ("", 0)


def _file(parcel: Parcel, chat: Chat, file: SentFile) -> ParcelFile:
    form = NETWORKS[chat.bot.network].bot
    most = form.file_bytes if form else 0
    return ParcelFile(
        administration_id=parcel.administration_id,
        parcel=parcel,
        ref=file.ref,
        name=(file.name or _NAMES.get(file.kind, "файл"))[:200],
        size=file.size,
        trouble=TOO_BIG.format(megabytes=most >> 20) if file.size > most else "",
    )


def hand_over_parcels(network: str) -> int:
    """Fetch the files of parcels from this network and hand the parcels over. Returns their number."""
    return run_each(_hand_over, _ready(network))


@compiled_once
def _ready(network: str) -> QuerySet[Parcel]:
    coming = Parcel.objects.unscoped().filter(chat__bot__network=network, state=ParcelState.COMING)
    ready = coming.filter(ready_at__lte=this_moment())
    return ready.select_related("chat__bot__administration", "person").order_by("pk")


def _hand_over(parcel: Parcel) -> bool:
    bot, opened = parcel.chat.bot, None
    try:
        opened = open_own(bot)
        for file in parcel.files.filter(media=None, trouble="").order_by("pk"):
            _fetch(opened, file, parcel.person, NETWORKS[bot.network].bot.file_bytes)  # type: ignore[union-attr]
    except (NetworkError, CryptoError, BotError) as error:
        log.warning("a file of a chat was not fetched", extra={"why": type(error).__name__})
        if bot.removed_at is None and now() - parcel.came_at < FETCHED_FOR:
            return _later(parcel)
        parcel.files.filter(media=None, trouble="").update(trouble=NOT_FETCHED)
    try:
        said = _give(parcel, parcel.kind)
    except Exception:  # of the room that asked
        log.exception("a parcel was not taken", extra={"parcel": parcel.pk})
        if parcel.tries < MOST_TRIES:
            return _later(parcel)
        said = _give(parcel, "")
    if opened is not None and said:
        _say(opened, parcel, said)
    return True


def _later(parcel: Parcel) -> bool:
    pause = PAUSE if now() - parcel.came_at < SOON else LONGER_PAUSE
    rows = Parcel.objects.of(parcel.administration_id).filter(pk=parcel.pk)
    rows.update(tries=parcel.tries + 1, ready_at=now() + pause)
    return False


def _fetch(opened: ServiceBot, file: ParcelFile, person: Person, most: int) -> None:
    """Download and store one file. A refused one keeps the reason in `trouble`. Raises `NetworkError` in an outage."""
    try:
        body = opened.download(file.ref, max_bytes=most, deadline=time.monotonic() + FILE_SECONDS)
        media = take(BytesIO(body), name=file.name, by=person)
    except UploadRefused as refused:
        file.trouble = str(refused)[:300]
    except NetworkError as error:
        if not error.permanent:
            raise
        file.trouble = NOT_FETCHED
    else:
        file.media = media
    file.save(update_fields=("media", "trouble"))


def _give(parcel: Parcel, kind: str) -> str:
    """Hand it over once, in one transaction, to the room of this kind or to the press.

    Returns the sentence for the person, "" if another worker did it.
    """
    with transaction.atomic():
        living = Parcel.objects.of(parcel.administration_id).filter(pk=parcel.pk, state=ParcelState.COMING)
        if not living.update(state=ParcelState.TRAY):  # also locks the row
            return ""
        files = list(parcel.files.select_related("media").order_by("pk"))
        state, said = _taken(parcel, kind, files)
        troubles = [f"«{file.name}»: {file.trouble}." for file in files if file.trouble]
        said = " ".join((said, *troubles))
        rows = Parcel.objects.of(parcel.administration_id).filter(pk=parcel.pk)
        rows.update(state=state, said=said[:500])
        if state == ParcelState.TRAY:
            city = parcel.administration
            heads = people_with(Role.PRESS_HEAD, city.pk, on=today(city.time_zone))
            notify(city, PARCEL_CAME, parcel.pk, heads.order_by("pk"))
        facts = {"files": len(files), "kind": kind}
        record(administration=parcel.administration, actor=parcel.person, verb="parcel.came", obj=parcel, facts=facts)
    return said


def _taken(parcel: Parcel, kind: str, files: list[ParcelFile]) -> tuple[ParcelState, str]:
    news = news_of(kind) if kind else None
    if news is None or news.take is None:
        return ParcelState.TRAY, IN_TRAY
    media = [file.media for file in files if file.media is not None]
    material = Material(parcel.administration, parcel.person, parcel.subject, parcel.text, media)
    try:
        with transaction.atomic():
            return ParcelState.GIVEN, news.take(material)
    except NotTaken as refused:
        return ParcelState.TRAY, f"{refused} {IN_TRAY}"


def _say(opened: ServiceBot, parcel: Parcel, said: str) -> None:
    deadline = time.monotonic() + SECONDS
    try:
        opened.send(parcel.chat.chat_id, said, (), reply_to=parcel.message_id, deadline=deadline)
    except NetworkError as error:
        log.warning("the bot could not answer", extra={"code": error.code})


def sort_out(*, parcel: Parcel, by: Person) -> bool:
    """«Разобрали»: take it out of the tray. False if somebody has done so."""
    with transaction.atomic():
        rows = Parcel.objects.of(parcel.administration_id).filter(pk=parcel.pk, state=ParcelState.TRAY)
        if not rows.update(state=ParcelState.DONE, sorted_by=by, sorted_at=now()):
            return False
        record(administration=parcel.administration, actor=by, verb="parcel.sorted", obj=parcel, facts={})
    return True


def media_of(parcel: Parcel) -> list[Media]:
    """The stored files, in order. One query."""
    rows = ParcelFile.objects.of(parcel.administration_id).filter(parcel=parcel, media__isnull=False)
    return [file.media for file in rows.select_related("media").order_by("pk") if file.media is not None]


def in_tray(administration: Administration) -> OwnedQuerySet[Parcel]:
    """What waits for the press, oldest first."""
    return Parcel.objects.of(administration).filter(state=ParcelState.TRAY).order_by("came_at", "pk")
