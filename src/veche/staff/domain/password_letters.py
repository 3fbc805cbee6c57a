"""What became of the last letter with a new password's link: IT reads on the person's page that it did not arrive."""

import uuid

from veche.staff.domain.invite_letters import IN_DOUBT
from veche.staff.models import PasswordLetter, Person


def note_password_letter(person: Person, *, letter: uuid.UUID, trouble: str) -> None:
    """Note how the letter went, in place of the one before.

    `trouble`: the mail server's answer; "" for a letter that has left.
    """
    PasswordLetter.objects.of(person.administration_id).update_or_create(
        person=person,
        defaults={"administration_id": person.administration_id, "letter": letter, "trouble": trouble[:20]},
    )


def note_bounced_password_letter(letter: uuid.UUID, status: str) -> Person | None:
    """Note a bounce. Returns the person whose last password letter it was, if it was one."""
    row = PasswordLetter.objects.unscoped().filter(letter=letter).select_related("person__administration").first()
    if row is None:
        return None
    row.trouble = status[:20]
    row.save(update_fields=["trouble"])
    return row.person


def remark_on_password_letter(person: Person) -> str:
    rows = PasswordLetter.objects.of(person.administration_id).filter(person=person).exclude(trouble="")
    trouble = rows.values_list("trouble", flat=True).first()
    if not trouble:
        return ""
    if trouble == IN_DOUBT:
        return (
            "Неизвестно, дошло ли письмо с новым паролем: отправка оборвалась. Если человек его не получил, пусть "
            "попросит пароль ещё раз на странице входа."
        )
    return (
        f"Письмо с новым паролем на адрес {person.email} не дошло, ответ почтового сервера: {trouble}. Прежний пароль "
        "действует. Проверьте ящик; пока он не принимает писем, новый пароль задают на сервере: "
        "veche manage changepassword."
    )
