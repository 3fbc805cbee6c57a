"""Files of a multipart body for the upload servers. An unreadable body has no files."""

from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Part:
    field: str
    name: str
    body: bytes


async def read_parts(request: Request, most_bytes: int) -> list[Part]:
    """The files, each read up to one byte more than allowed, which suffices to refuse it."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        await request.body()
        return []
    try:
        async with request.form(max_part_size=most_bytes) as form:
            return [
                Part(field, value.filename or "", await value.read(most_bytes + 1))
                for field, value in form.multi_items()
                if isinstance(value, UploadFile)
            ]
    except HTTPException:
        return []
