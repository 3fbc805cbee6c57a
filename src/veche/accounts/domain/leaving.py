"""Keys that die with the rights of a person who leaves: a network's administrator signs with a token of their own."""

from django.db.models import Q

from veche.accounts.models import Key
from veche.kernel.bidi import isolated
from veche.networks.protocol import Slot
from veche.staff.models import Person


def keys_of(person: Person) -> list[Key]:
    """Living keys of administrators that are this person's, or that this person has entered."""
    rows = Key.objects.of(person.administration_id).filter(slot=Slot.ADMIN, revoked_at=None, account__closed_at=None)
    theirs = Q(owner_name__iexact=person.display_name) | Q(owner_name="", added_by=person)
    return list(rows.filter(theirs).select_related("account").order_by("account__title", "pk"))


def said_of_keys(person: Person) -> str:
    keys = keys_of(person)
    if not keys:
        return ""
    named = ", ".join(isolated(f"«{key.account.title}» ({key.account.get_network_display()})") for key in keys)
    return (
        f"С правами этого человека сеть погасит и его ключи: {named}. Сначала впишите там ключ другого администратора."
    )
