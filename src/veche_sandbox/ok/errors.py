"""Refusals in the network's format: HTTP 200 and `{"error_code", "error_msg", "error_data"}`.

Codes and names are those of the published list; the words after the colon are documented for a few only.
"""

NAMES = {
    1: "UNKNOWN",
    2: "SERVICE",
    3: "METHOD",
    4: "REQUEST",
    7: "ACTION_BLOCKED",
    8: "FLOOD_BLOCKED",
    9: "IP_BLOCKED",
    10: "PERMISSION_DENIED",
    11: "LIMIT_REACHED",
    50: "NOT_ADMIN",
    100: "PARAM",
    101: "PARAM_API_KEY",
    102: "PARAM_SESSION_EXPIRED",
    103: "PARAM_SESSION_KEY",
    104: "PARAM_SIGNATURE",
    110: "PARAM_USER_ID",
    121: "PARAM_PHOTO_ID",
    141: "PARAM_COMMENT_ID",
    160: "PARAM_GROUP_ID",
    200: "PARAM_PERMISSION",
    300: "NOT_FOUND",
    453: "SESSION_REQUIRED",
    454: "CENSOR_MATCH",
    455: "FRIEND_RESTRICTION",
    456: "GROUP_RESTRICTION",
    457: "UNAUTHORIZED_RESTRICTION",
    500: "PHOTO_SIZE_LIMIT_EXCEEDED",
    501: "PHOTO_SIZE_TOO_SMALL",
    502: "PHOTO_SIZE_TOO_BIG",
    503: "PHOTO_INVALID_FORMAT",
    504: "PHOTO_IMAGE_CORRUPTED",
    505: "PHOTO_NO_IMAGE",
    511: "IDS_BLOCKED",
    514: "IDS_SESSION_VERIFICATION_REQUIRED",
    600: "MEDIA_TOPIC_BLOCK_LIMIT",
    601: "MEDIA_TOPIC_TEXT_LIMIT",
    602: "MEDIA_TOPIC_POLL_QUESTION_TEXT_LIMIT",
    603: "MEDIA_TOPIC_POLL_ANSWERS_LIMIT",
    604: "MEDIA_TOPIC_POLL_ANSWER_TEXT_LIMIT",
    607: "MEDIA_TOPIC_LINK_BAD_FORMAT",
    700: "COMMENT_NOT_FOUND",
    701: "INVALID_AUTHOR",
    702: "COMMENT_NOT_ACTIVE",
    704: "TIMEOUT_EXCEEDED",
    9999: "SYSTEM",
}


class ApiError(Exception):
    """A refusal. `data`: becomes `error_data`, the name of a bad parameter."""

    def __init__(self, code: int, words: str = "", data: str | None = None) -> None:
        name = NAMES.get(code, "UNKNOWN")
        super().__init__(f"{name} : {words or name.replace('_', ' ').lower()}")
        self.code = code
        self.data = data

    def as_json(self) -> dict[str, int | str | None]:
        return {"error_code": self.code, "error_msg": str(self), "error_data": self.data}


def unknown_method(name: str) -> ApiError:
    return ApiError(3, f"Method {name} not found")


def bad_param(name: str, words: str = "Invalid parameter") -> ApiError:
    return ApiError(100, f"{words} {name}", name)


def missing(name: str) -> ApiError:
    return ApiError(100, f"Missing required parameter {name}", name)


def no_permission(name: str) -> ApiError:
    return ApiError(10, f"User must grant an access to permission '{name}'")


def not_an_admin() -> ApiError:
    return ApiError(50, "User is not administrator or moderator of the group")


def no_group() -> ApiError:
    return ApiError(160, "Invalid group_id")


def not_found(what: str) -> ApiError:
    return ApiError(300, f"{what} not found")
