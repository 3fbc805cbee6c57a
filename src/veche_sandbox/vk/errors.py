"""Refusals of VK in its own words.

VK answers HTTP 200 with `{"error": {"error_code", "error_msg", "request_params"}}`. Codes and the first half of each
message are in the published schema; the second half, after the colon, was observed in published answers.
"""

from veche_sandbox.vk.words import words_of


class ApiError(Exception):
    """One refusal. `code`: VK's number; `message`: the English sentence for clients."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


def ordered(code: int) -> ApiError:
    """A refusal ordered by the control API, in the words of the schema."""
    return ApiError(code, words_of(code))


def unknown_method() -> ApiError:
    return ApiError(3, "Unknown method passed.")


def not_compiled(why: str) -> ApiError:
    return ApiError(12, f"Unable to compile code: {why}")


def runtime_error(why: str) -> ApiError:
    return ApiError(13, f"Runtime error occurred during code invocation: {why}")


def no_token() -> ApiError:
    return ApiError(5, "User authorization failed: no access_token passed.")


def bad_token() -> ApiError:
    return ApiError(5, "User authorization failed: invalid access_token (4).")


def too_many_requests() -> ApiError:
    return ApiError(6, "Too many requests per second")


def no_version() -> ApiError:
    return ApiError(8, "Invalid request: v (version) is required")


def old_version() -> ApiError:
    return ApiError(8, "Invalid request: versions below 5.81 are deprecated")


def out_of_scope() -> ApiError:
    return ApiError(15, "Access denied: no access to call this method. It cannot be called with current scopes.")


def not_an_editor() -> ApiError:
    return ApiError(15, "Access denied: user should be group editor")


def access_denied(why: str) -> ApiError:
    return ApiError(15, f"Access denied: {why}")


def group_auth() -> ApiError:
    return ApiError(27, "Group authorization failed: method is unavailable with group auth.")


def group_auth_only() -> ApiError:
    return ApiError(27, "Group authorization failed: method is available only with group auth.")


def service_auth() -> ApiError:
    return ApiError(28, "Application authorization failed: method is unavailable with service token.")


def profile_type() -> ApiError:
    return ApiError(
        1051, "Method is not available for this profile type: method is unavailable with current profile type"
    )


def bad_param(what: str) -> ApiError:
    return ApiError(100, f"One of the parameters specified was missing or invalid: {what}")


def group_denied(what: str = "access to the group is denied") -> ApiError:
    return ApiError(203, f"Access to group denied: {what}")


def post_denied(what: str = "post not found") -> ApiError:
    return ApiError(210, f"Access to wall's post denied: {what}")


def comment_denied(what: str = "comment not found") -> ApiError:
    return ApiError(211, f"Access to wall's comment denied: {what}")


def comments_closed() -> ApiError:
    return ApiError(213, "Access to status replies denied: you can not add replies")


def comments_unreadable(what: str = "post not found") -> ApiError:
    return ApiError(212, f"Access to post comments denied: {what}")


def posting_denied(what: str) -> ApiError:
    return ApiError(214, f"Access to adding post denied: {what}")


def comment_not_deleted() -> ApiError:
    return ApiError(243, "Comment has not been deleted")


def not_found() -> ApiError:
    return ApiError(104, "Not found")


MESSAGES = {
    900: "Can't send messages for users from blacklist",
    901: "Can't send messages for users without permission",
    911: "Keyboard format is invalid",
    914: "Message is too long",
    924: "Can't delete this message for everybody",
    936: "Contact not found",
}


def message_refused(code: int) -> ApiError:
    return ApiError(code, MESSAGES[code])


def bad_hash() -> ApiError:
    return ApiError(121, "Invalid hash")


def too_many_servers() -> ApiError:
    return ApiError(2000, "Servers number limit is reached")


def bad_server() -> ApiError:
    return ApiError(118, "Invalid server")


def bad_photo() -> ApiError:
    return ApiError(129, "Invalid photo")


def video_denied() -> ApiError:
    return ApiError(204, "Access denied")


def long_poll_is_off() -> ApiError:
    return bad_param("longpoll for this group is not enabled")
