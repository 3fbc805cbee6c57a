"""The same city with two accounts at the training networks as the outbox's tests."""

from tests.outbox.conftest import networks_process, post_to, sandbox, telegram, vk  # noqa: F401
