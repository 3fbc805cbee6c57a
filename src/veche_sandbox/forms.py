"""What a call says: query and body, urlencoded or multipart. Another body counts as empty: VK and OK read no JSON."""

from urllib.parse import parse_qsl

from starlette.requests import Request

MOST_FIELDS = 1000


class NotUtf8(ValueError):
    """`name` is the parameter whose bytes are no text."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


async def read_form(request: Request) -> dict[str, str]:
    """Strings only: a file in a multipart body is passed over. The last of equal names counts.

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
    """Not Starlette's reader: it takes letters that are not percent-encoded for Latin-1, and broken ones for «�»."""
    pairs = parse_qsl(raw, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    return {name.decode("utf-8", "replace"): _text(name, value) for name, value in pairs}


def _text(name: bytes, value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise NotUtf8(name.decode("utf-8", "replace")) from None


def check_multipart(body: bytes, found: dict[str, str]) -> None:
    """Starlette reads what is no UTF-8 as Latin-1: then the bytes of the text are not those that came."""
    for name, value in found.items():
        if not value.isascii() and value.encode() not in body:
            raise NotUtf8(name)
