from django.tasks import task

from veche.staff.domain import new_password, private_links
from veche.staff.models import Person
from veche.staff.session_store import SessionStore


@task(queue_name="mail")
def send_link(person_id: int | None, tries: int) -> None:
    """Send a reset link; nothing if nobody has the address."""
    person = Person.objects.unscoped().filter(pk=person_id, is_active=True).first()
    if person is not None:
        new_password.send_link(person, tries=tries)


@task(queue_name="mail")
def send_invite_link(person_id: int, tries: int) -> None:
    person = Person.objects.unscoped().filter(pk=person_id).select_related("administration").first()
    if person is not None:
        private_links.send_link(person, tries=tries)


@task(queue_name="house")
def forget_sessions() -> None:
    """Delete expired sessions."""
    SessionStore.clear_expired()
