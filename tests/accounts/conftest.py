"""The same city with two accounts at the training networks as the outbox's tests."""

from tests.outbox.conftest import post_to, telegram, vk  # noqa: F401
