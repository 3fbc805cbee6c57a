from tests.inbox.conftest import networks_process, sandbox, stand, telegram, vk  # noqa: F401 -- fixtures
