"""Metadata of a document or a video, stored as notes."""

import json
import struct
import time
from dataclasses import asdict, dataclass, replace

from veche_sandbox.store import File, Store
from veche_sandbox.vk.calls import NETWORK


@dataclass(frozen=True, slots=True)
class Label:
    """`extension`: of the uploaded file, whatever its title; `seconds`: 0 if unknown."""

    at: int = 0
    description: str = ""
    extension: str = ""
    seconds: int = 0


def _note(file: File) -> str:
    return f"label {file.key}"


def label_of(store: Store, file: File) -> Label:
    found = store.ledger.note(NETWORK, _note(file))
    return Label(**json.loads(found)) if found else Label()


def put_label(store: Store, file: File, label: Label) -> None:
    store.ledger.set_note(NETWORK, _note(file), json.dumps(asdict(label)))


def label_new(store: Store, file: File, *, description: str = "", extension: str = "") -> None:
    put_label(store, file, Label(int(time.time()), description, extension))


def label_length(store: Store, file: File, body: bytes) -> None:
    put_label(store, file, replace(label_of(store, file), seconds=seconds_of(body)))


def seconds_of(body: bytes) -> int:
    """The duration from the header of an MP4 (`mvhd`, ISO 14496-12); 0 for anything else."""
    at = body.find(b"mvhd") + 4
    if at < 4:
        return 0
    layout, start = (">IQ", 20) if body[at : at + 1] == b"\1" else (">II", 12)
    try:
        scale, units = struct.unpack_from(layout, body, at + start)
    except struct.error:
        return 0
    return round(units / scale) if scale else 0
