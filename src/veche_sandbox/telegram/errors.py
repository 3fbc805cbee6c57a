"""Refusals of the Bot API."""

from typing import Any


class ApiError(Exception):
    """`description`: complete, with «Bad Request: »; `parameters`: retry_after and others."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}


def bad_request(text: str) -> ApiError:
    return ApiError(400, f"Bad Request: {text}")


def too_many_requests(seconds: float) -> ApiError:
    wait = max(1, round(seconds))
    return ApiError(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})


_NAMES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


def migrated(number: int) -> ApiError:
    """The refusal for a group's former number: the caller should store the new one."""
    said = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, said, {"migrate_to_chat_id": number})


def ordered(code: str) -> ApiError:
    """A refusal ordered by the control API: a status, or the text of a bad request («chat not found»)."""
    if not code.isdecimal():
        return bad_request(code)
    return ApiError(int(code), f"{_NAMES.get(int(code), 'Error')}: ordered by the control API")
