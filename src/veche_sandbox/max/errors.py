"""Refusals of the MAX Bot API: an HTTP status with `{"code", "message"}`, or 200 with `success: false`.

Documented are verify.token, access.denied, attachment.not.ready, comments.timeout_exceeded and, in field reports,
proto.payload; the other codes are unverified.
"""

from dataclasses import dataclass


@dataclass
class ApiError(Exception):
    status: int
    code: str
    message: str


@dataclass
class Unsuccessful(Exception):
    """Status 200 although nothing was done: `{"success": false, "code", "message"}`."""

    code: str
    message: str


def bad_token() -> ApiError:
    return ApiError(401, "verify.token", "Invalid access_token")


def bad_request(message: str) -> ApiError:
    return ApiError(400, "proto.payload", message)


def not_ready() -> ApiError:
    return ApiError(400, "attachment.not.ready", "Key: errors.process.attachment.file.not.processed")


def denied(message: str) -> ApiError:
    return ApiError(403, "access.denied", message)


def not_found(message: str) -> ApiError:
    return ApiError(404, "not.found", message)


def wrong_verb(message: str) -> ApiError:
    return ApiError(405, "method.not.allowed", message)


def too_late() -> ApiError:
    return ApiError(422, "comments.timeout_exceeded", "Comment can be edited within 26 hours")


def too_many() -> ApiError:
    return ApiError(429, "too.many.requests", "Too many requests")


def internal() -> ApiError:
    return ApiError(500, "internal.error", "Internal server error")
