"""One decision as files that a court can check without Veche: a ZIP with a list for `sha256sum -c`, and a PDF."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.conf import settings

from veche.documents.sheet import sheet_pdf
from veche.inbox.domain.pictures import DRAWN, KeptState, kept_state
from veche.kernel.uploads import kept_path
from veche.moderation.domain.digests import is_of_words
from veche.moderation.domain.evidence_integrity import message_of, pictures_of
from veche.moderation.domain.packet_facts import (
    decision_facts,
    journal_facts,
    resident_facts,
    sealed_facts,
    talk_facts,
)
from veche.moderation.domain.packet_sheet import sheet_of
from veche.moderation.models import Evidence

MANIFEST: Final = "manifest.sha256"
# Not in the list: some programs unpack a name in Cyrillic differently.
HOW: Final = "КАК-ПРОВЕРИТЬ.txt"
_TEXTS: Final = Path(__file__).parents[1] / "templates" / "moderation" / "packet"
_NO_EVIDENCE = "Это вид без имён и слов жителя. Он не доказательство: проверить его без полного нельзя."
# Of a file in a ZIP, so that the same content gives the same bytes.
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_CHUNK: Final = 1 << 20


@dataclass(slots=True)
class Packet:
    """`texts`: content by name; `pictures`: SHA-256 of the kept bytes by name; `facts`: what reshenie.json says."""

    folder: str
    facts: Mapping[str, Any]
    texts: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)


def packet_of(evidence: Evidence, handed: Mapping[str, Any], *, anonymous: bool = False) -> Packet:
    """The files of one decision. `handed`: to whom and when this copy goes. Raises `PdfFailed`."""
    number = evidence.of.pk
    name = f"reshenie-{number}" if evidence.ruling_id else f"ogranichenie-{number}"
    facts = {"handed_over": handed, "is_evidence": not anonymous, **decision_facts(evidence)}
    if anonymous:
        packet = Packet(f"{name}-bez-imen", facts | {"warning": _NO_EVIDENCE})
    else:
        packet = _whole(Packet(name, facts | resident_facts(evidence)), evidence)
    packet.texts["reshenie.json"] = canonical(packet.facts)
    packet.texts["reshenie.pdf"] = pdf_of(packet, evidence)
    return packet


def pdf_of(packet: Packet, evidence: Evidence) -> bytes:
    """The decision as a PDF for reading. Raises `PdfFailed`."""
    return sheet_pdf(sheet_of(packet.facts, evidence))


def write_zip(packet: Packet, file: BinaryIO) -> None:
    """Pictures are copied in pieces: one may have thirty megabytes."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = dict(_write_texts(archive, packet)) | dict(_write_pictures(archive, packet))
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(listed.items()))
        archive.writestr(_entry(packet, MANIFEST), lines.encode())
        if packet.facts["is_evidence"]:
            archive.writestr(_entry(packet, HOW), (_TEXTS / "how_to_check.txt").read_bytes())


def size_of_pictures(packet: Packet) -> int:
    """Size of the decision's pictures on the disk, in bytes."""
    return sum(kept_path(Path(settings.MEDIA_ROOT), sha256).stat().st_size for sha256 in packet.pictures.values())


def canonical(value: Any) -> bytes:
    """JSON in UTF-8, keys in order, without spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _whole(packet: Packet, evidence: Evidence) -> Packet:
    sealed = sealed_facts(evidence)
    words = _words(sealed["parts"], evidence)
    packet.texts |= {name: text.encode() for name, (_, text) in words.items()}
    places = _pictures(packet, evidence)
    files = {"words": {name: part for name, (part, _) in words.items() if part}, "pictures": places}
    packet.texts |= {
        "otpechatki.json": canonical(sealed | files),
        "zhurnal.json": canonical(journal_facts(evidence)),
        "razgovor.json": canonical(talk_facts(message_of(evidence))),
        "proverit.py": (_TEXTS / "proverit.py.txt").read_bytes(),
    }
    return packet


def _words(parts: Mapping[str, Any], evidence: Evidence) -> dict[str, tuple[str, str]]:
    """The sealed part and the text of each file of words; evidence of an earlier version has one part for all."""
    if not evidence.seals:
        texts = [str(one.get("text", "")) for one in evidence.wordings if isinstance(one, dict)]
        return {f"slova-{place}.txt": ("", text) for place, text in enumerate(texts, start=1)}
    names = [name for name in parts if is_of_words(name)]
    return {f"slova-{place}.txt": (name, str(parts[name])) for place, name in enumerate(names, start=1)}


def _pictures(packet: Packet, evidence: Evidence) -> dict[str, str]:
    """The sealed part of each picture's file. What is lost or changed on the disk is left out and named."""
    places, missing = {}, []
    for place, picture in enumerate(pictures_of(evidence)):
        sha256 = str(picture.get("sha256", ""))
        if not sha256 or kept_state(sha256) != KeptState.WHOLE:
            missing.append({"place": place + 1, "sha256": sha256, "why": _why(sha256, picture)})
            continue
        name = f"snimok-{place + 1}.{DRAWN.get(str(picture.get('mime')), 'bin')}"
        packet.pictures[name] = sha256
        if evidence.seals:
            places[name] = f"pictures.{place}"
    packet.facts = {**packet.facts, "missing_pictures": missing}
    return places


def _why(sha256: str, picture: Mapping[str, Any]) -> str:
    if not sha256:
        return str(picture.get("trouble", ""))
    return {KeptState.CHANGED: "на диске подменён", KeptState.LOST: "на диске нет"}.get(kept_state(sha256), "")


def _write_texts(archive: zipfile.ZipFile, packet: Packet) -> Iterator[tuple[str, str]]:
    for name, content in packet.texts.items():
        archive.writestr(_entry(packet, name), content)
        yield name, hashlib.sha256(content).hexdigest()


def _write_pictures(archive: zipfile.ZipFile, packet: Packet) -> Iterator[tuple[str, str]]:
    for name, sha256 in packet.pictures.items():
        entry = _entry(packet, name)
        entry.compress_type = zipfile.ZIP_STORED
        with kept_path(Path(settings.MEDIA_ROOT), sha256).open("rb") as kept, archive.open(entry, "w") as copy:
            shutil.copyfileobj(kept, copy, _CHUNK)
        yield name, sha256


def _entry(packet: Packet, name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(f"{packet.folder}/{name}", _EARLIEST)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return entry
