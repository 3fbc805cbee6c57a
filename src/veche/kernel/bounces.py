"""Parse a bounce, a letter that came back: which letter it was and why (RFC 3464, and Exim's own form).

Anybody can send one to the mailbox, so nothing in it is trusted.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

# The first letters of a Message-ID that `staff.domain.mail.compose` has made.
_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# RFC 3463: failed for good, no reason given. For a bounce without a status.
UNKNOWN_STATUS = "5.0.0"


@dataclass(frozen=True, slots=True)
class Bounce:
    """`letter`: the UUID in the Message-ID of the letter that came back; `status`: of RFC 3463, as «5.1.1»."""

    letter: uuid.UUID
    status: str


def parse_bounce(body: bytes) -> Bounce | None:
    """Return None if the message is no bounce, reports only a delay, or is not about a letter of ours."""
    message = message_from_bytes(body)
    status = _status(message)
    letter = next((found for text in _message_ids(message) if (found := _OURS.search(text))), None)
    return Bounce(uuid.UUID(letter[1]), status) if status and letter else None


def _status(message: Message) -> str:
    """The status of the failed delivery; "" if the message reports none."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload() if part.is_multipart() else ():
            if isinstance(block, Message) and str(block["Action"] or "").strip().lower() == "failed":
                found = _STATUS.search(str(block["Status"] or ""))
                return found[1] if found and not found[1].startswith("2") else UNKNOWN_STATUS
    return UNKNOWN_STATUS if message["X-Failed-Recipients"] else ""


def _message_ids(message: Message) -> Iterator[str]:
    """Texts that may hold our Message-ID: headers of the attached letter, its header block, what the bounce answers."""
    for part in message.walk():
        if part is not message and part["Message-ID"]:
            yield str(part["Message-ID"])
        if part.get_content_type() == "text/rfc822-headers":
            yield str(part.get_payload())
    for header in ("In-Reply-To", "References", "X-MS-Exchange-Message-Id"):
        yield str(message[header] or "")
