"""A client of tus 1.0 over Django's test client, which says each header itself."""

import base64
from typing import Any

from django.test import Client

VERSION = {"Tus-Resumable": "1.0.0"}
BYTES = "application/offset+octet-stream"


def metadata(**pairs: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())


class Tus:
    def __init__(self, client: Client, base: str) -> None:
        self.client, self.base = client, base

    def begin(self, size: int | str, name: str = "двор.jpg", **headers: str) -> Any:
        said = VERSION | {"Upload-Length": str(size), "Upload-Metadata": metadata(filename=name)} | headers
        return self.client.post(self.base, headers=said, content_type="application/octet-stream")

    def begun(self, size: int, name: str = "двор.jpg") -> str:
        """The address of a new upload."""
        return str(self.begin(size, name).headers["Location"])

    def patch(self, url: str, offset: int | str, content: bytes, **headers: str) -> Any:
        said = VERSION | {"Upload-Offset": str(offset)} | headers
        kind = said.pop("Content-Type", BYTES)
        return self.client.generic("PATCH", url, content, content_type=kind, headers=said, CONTENT_TYPE=kind)

    def head(self, url: str) -> Any:
        return self.client.head(url, headers=VERSION)

    def offset(self, url: str) -> int:
        return int(self.head(url).headers["Upload-Offset"])

    def delete(self, url: str) -> Any:
        return self.client.delete(url, headers=VERSION)

    def sent(self, content: bytes, name: str = "двор.jpg") -> str:
        """The key of a complete upload."""
        url = self.begun(len(content), name)
        assert self.patch(url, 0, content).status_code == 204
        return key_of(url)


def key_of(url: str) -> str:
    return url.rstrip("/").rsplit("/", 1)[-1]


def statuses(answers: list[Any]) -> list[int]:
    return [answer.status_code for answer in answers]
