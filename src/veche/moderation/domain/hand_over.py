"""Give away a copy of a decision; the journal keeps who took it, for whom and by which request."""

import hashlib
import tempfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO, Final, cast

from django.db import transaction

from veche.documents.pdf import PDF, PdfFailed
from veche.journal.domain.record import record
from veche.kernel.bidi import one_line
from veche.kernel.clock import now
from veche.moderation.domain.digests import plain
from veche.moderation.domain.evidence_integrity import message_of, object_of, of_journal
from veche.moderation.domain.packet import Packet, packet_of, size_of_pictures, write_zip
from veche.moderation.enums import PacketKind, Recipient
from veche.moderation.errors import ModerationError
from veche.moderation.models import Evidence, HandOver
from veche.staff.models import Person

ZIP = "application/zip"
# Larger copies are written to a file without a name, which is gone when it is closed.
_IN_MEMORY = 8 << 20
LONGEST_NUMBER: Final = 100
TOO_LONG_NUMBER: Final = f"Номер запроса длиннее {LONGEST_NUMBER} знаков. Сократите. Ничего не выгружено."


@dataclass(frozen=True, slots=True)
class Handed:
    """A copy to send. `file`: open, at its beginning; the caller closes it."""

    file: BinaryIO
    name: str
    mime: str
    row: HandOver


def hand_over(
    *, evidence: Evidence, by: Person, to: str, request: str = "", kind: str = "", anonymous: bool = False
) -> Handed:
    """Raises `ModerationError` without a recipient, or without a number, that can be read, of the request of
    somebody else."""
    number = one_line(request)
    if to not in Recipient.values or kind not in PacketKind.values:
        raise ModerationError("Выберите, кому копия и в каком виде. Ничего не выгружено.")
    if to != Recipient.OWN and not number:
        raise ModerationError("Напишите номер запроса: без него чужим копию не отдают. Ничего не выгружено.")
    if len(number) > LONGEST_NUMBER:
        raise ModerationError(TOO_LONG_NUMBER)
    moment = now()
    handed = {"to": Recipient(to).label, "request": number, "by": by.display_name, "at": plain(moment)}
    try:
        packet = packet_of(evidence, handed, anonymous=anonymous)
    except PdfFailed as error:
        raise ModerationError(f"{error} Ничего не выгружено, попробуйте через минуту.") from error
    file = _file(packet, kind)
    sha256, size = _measured(file)
    said = {"to": to, "request": number, "kind": kind, "anonymous": anonymous, "sha256": sha256, "size": size}
    row = _keep(evidence, by, at=moment, **said)
    return Handed(file, f"{packet.folder}.{kind}", ZIP if kind == PacketKind.ZIP else PDF, row)


def _file(packet: Packet, kind: str) -> BinaryIO:
    large = kind == PacketKind.ZIP and size_of_pictures(packet) > _IN_MEMORY
    file = cast("BinaryIO", tempfile.TemporaryFile() if large else BytesIO())  # noqa: SIM115 -- the answer closes it
    if kind == PacketKind.ZIP:
        write_zip(packet, file)
    else:
        file.write(packet.texts["reshenie.pdf"])
    return file


def _measured(file: BinaryIO) -> tuple[str, int]:
    """SHA-256 and size; the file is at its beginning again."""
    file.seek(0)
    whole = hashlib.sha256()
    while piece := file.read(1 << 20):
        whole.update(piece)
    size = file.tell()
    file.seek(0)
    return whole.hexdigest(), size


def _keep(evidence: Evidence, by: Person, **said: Any) -> HandOver:
    with transaction.atomic():
        row: HandOver = HandOver.objects.create(
            administration_id=evidence.administration_id,
            ruling=evidence.ruling,
            restriction=evidence.restriction,
            by=by,
            **said,
        )
        facts = {
            "to": row.to,
            "kind": row.kind,
            "file": row.sha256,
            "copy": "anonymous" if row.anonymous else "whole",
            **({"request": hashlib.sha256(row.request.encode()).hexdigest()} if row.request else {}),
        }
        record(
            administration=evidence.administration,
            actor=by,
            verb="evidence.handed_over",
            obj=evidence.restriction or object_of(message_of(evidence)),
            facts=facts | of_journal(evidence),
        )
    return row
