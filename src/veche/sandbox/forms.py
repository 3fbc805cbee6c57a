"""The body of a call: urlencoded or multipart. Anything else counts as empty: VK and OK do not read JSON."""

from urllib.parse import parse_qsl

from starlette.requests import Request

MOST_FIELDS = 1000


async def read_form(request: Request) -> dict[str, str]:
    """Strings only: a file in a multipart body is passed over. The last of equal names counts."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        async with request.form() as form:
            return {name: value for name, value in form.items() if isinstance(value, str)}
    body = await request.body()
    if kind != "application/x-www-form-urlencoded":
        return {}
    # Not Starlette's reader: it takes letters that are not percent-encoded for Latin-1.
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    return dict(pairs)
