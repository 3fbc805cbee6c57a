"""Read a returned letter: which one it was, and why (RFC 3464; Exim's own form too). The sender is not trusted."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

# The first letters of a Message-ID that `staff.domain.mail.compose` has made.
_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# For a letter that came back without a status.
UNSAID = "5.0.0"


@dataclass(frozen=True, slots=True)
class Returned:
    """`letter`: as in the Message-ID; `status`: of RFC 3463, as «5.1.1»."""

    letter: uuid.UUID
    status: str


def returned(body: bytes) -> Returned | None:
    """None if it is no return, says only that the letter is late, or is not about a letter of ours."""
    message = message_from_bytes(body)
    status = _status(message)
    letter = next((found for text in _names(message) if (found := _OURS.search(text))), None)
    return Returned(uuid.UUID(letter[1]), status) if status and letter else None


def _status(message: Message) -> str:
    """ "" unless the message says that delivery has failed."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload() if part.is_multipart() else ():
            if isinstance(block, Message) and str(block["Action"] or "").strip().lower() == "failed":
                found = _STATUS.search(str(block["Status"] or ""))
                return found[1] if found and not found[1].startswith("2") else UNSAID
    return UNSAID if message["X-Failed-Recipients"] else ""


def _names(message: Message) -> Iterator[str]:
    """Message-IDs of the letter that came back: of its copy, of its headers, of what the return answers."""
    for part in message.walk():
        if part is not message and part["Message-ID"]:
            yield str(part["Message-ID"])
        if part.get_content_type() == "text/rfc822-headers":
            yield str(part.get_payload())
    for header in ("In-Reply-To", "References", "X-MS-Exchange-Message-Id"):
        yield str(message[header] or "")
