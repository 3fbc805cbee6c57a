"""Permissions: one's own chats; the administration's bots; what was sent to them."""

from veche.alarms.models import Chat
from veche.staff.rules import is_anybody, is_it, is_press, is_press_head, permit, predicate


@predicate
def is_own_chat(person: object, chat: object) -> bool:
    return isinstance(chat, Chat) and chat.person == person


permit("alarms.choose", is_anybody)
permit("alarms.end_chat", is_own_chat)
permit("alarms.bots", is_it | is_press_head)
permit("alarms.tray", is_press)
permit("alarms.send_again", is_it | is_press_head)
