"""Parameters of a call: query and body, urlencoded or multipart.

Other bodies count as empty: VK and OK read no JSON.
"""

from urllib.parse import parse_qsl

from starlette.requests import Request

MOST_FIELDS = 1000


class NotUtf8(ValueError):
    """A parameter is not valid UTF-8. `name`: its name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


async def read_form(request: Request) -> dict[str, str]:
    """The parameters as strings; files in a multipart body are skipped, the last of equal names counts.

    Raises NotUtf8.
    """
    sent = read_pairs(request.scope["query_string"])
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if kind == "multipart/form-data":
        async with request.form() as form:
            found = {name: value for name, value in form.items() if isinstance(value, str)}
        check_multipart(body, found)
        return sent | found
    return sent | (read_pairs(body) if kind == "application/x-www-form-urlencoded" else {})


def read_pairs(raw: bytes) -> dict[str, str]:
    """Parse urlencoded pairs. Starlette's parser takes unencoded letters for Latin-1 and invalid ones for «�»."""
    pairs = parse_qsl(raw, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    return {name.decode("utf-8", "replace"): _text(name, value) for name, value in pairs}


def _text(name: bytes, value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise NotUtf8(name.decode("utf-8", "replace")) from None


def check_multipart(body: bytes, found: dict[str, str]) -> None:
    """Raise NotUtf8 for invalid UTF-8, which Starlette reads as Latin-1, so that the bytes differ."""
    for name, value in found.items():
        if not value.isascii() and value.encode() not in body:
            raise NotUtf8(name)
