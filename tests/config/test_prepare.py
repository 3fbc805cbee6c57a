import pytest
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from veche.config.prepare import prepare


@pytest.mark.django_db
def test_a_task_that_would_be_cut_off_at_its_work_stops_the_start(settings: Settings) -> None:
    settings.TASK_SECONDS = 30

    with pytest.raises(SystemCheckError, match=r"outbox\.E002"):
        prepare()
