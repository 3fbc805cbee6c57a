from tests.inbox.conftest import telegram, vk  # noqa: F401 -- fixtures
