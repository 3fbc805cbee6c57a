import pytest

from tests.networks.conftest import Bench, bench_of


@pytest.fixture
def mastodon(request: pytest.FixtureRequest) -> Bench:
    return bench_of(request, "mastodon")
