from tests.inbox.conftest import stand, telegram, vk  # noqa: F401 -- fixtures
