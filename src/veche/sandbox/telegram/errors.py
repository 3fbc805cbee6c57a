"""How the Bot API says no."""

from typing import Any


class ApiError(Exception):
    """`description` is complete, with its «Bad Request: »; `parameters` holds retry_after."""

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


def ordered(code: str) -> ApiError:
    """A refusal of the control API's choice: a status, or words of a bad request («chat not found»)."""
    if code.isdecimal():
        return ApiError(int(code), "Ordered by the control API")
    return bad_request(code)
