from tests.inbox.conftest import telegram, vk  # noqa: F401 -- fixtures
from tests.outbox.conftest import networks_process, sandbox  # noqa: F401 -- fixtures
