from django.tasks import task

from veche.search.domain.indexing import index_changes as index_noted


@task(queue_name="house")
def index_changes() -> int:
    return index_noted()
