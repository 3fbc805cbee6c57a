"""The city with two accounts of the outbox's tests."""

from tests.outbox.conftest import post_to, telegram, vk  # noqa: F401
