from tests.inbox.conftest import networks_process, sandbox, telegram, vk  # noqa: F401 -- fixtures
