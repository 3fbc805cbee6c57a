"""What became of the letter that invites somebody: IT reads on the person's page that it did not arrive."""

import uuid

from veche.staff.models import Invite, Person
from veche.staff.tenancy import OwnedQuerySet

# `Invite.trouble` of a letter that the mail server took only up to a point.
IN_DOUBT = "?"


def note_letter(person: Person, *, secret_sha256: str, letter: uuid.UUID, trouble: str) -> None:
    """Note how the letter with this secret went, if the invitation still has it.

    `trouble`: the mail server's answer; "" for a letter that has left.
    """
    _open(person).filter(secret_sha256=secret_sha256).update(letter=letter, trouble=trouble[:20])


def note_bounced_invitation(letter: uuid.UUID, status: str) -> bool:
    """Note a bounce. Returns whether it was the letter of an open invitation."""
    rows = Invite.objects.unscoped().filter(letter=letter, used_at=None)
    return bool(rows.update(trouble=status[:20]))


def remark_on_invitation(person: Person) -> str:
    trouble = _open(person).exclude(trouble="").values_list("trouble", flat=True).first()
    if not trouble:
        return ""
    if trouble == IN_DOUBT:
        return "Неизвестно, дошло ли письмо с приглашением: спросите человека, а если не дошло, возьмите новую ссылку."
    return (
        f"Письмо с приглашением на адрес {person.email} не дошло, ответ почтового сервера: {trouble}. Проверьте адрес. "
        "Если он вписан с ошибкой, закройте доступ и пригласите на верный; если верен, возьмите новую ссылку."
    )


def letter_trouble(invite: Invite) -> str:
    """«письмо с приглашением не дошло»; "" if nothing is wrong."""
    if invite.trouble == IN_DOUBT:
        return "неизвестно, дошло ли письмо с приглашением"
    return "письмо с приглашением не дошло" if invite.trouble else ""


def _open(person: Person) -> OwnedQuerySet[Invite]:
    return Invite.objects.of(person.administration_id).filter(person=person, used_at=None)
