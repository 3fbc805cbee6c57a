"""Objects for tests, as verbs would create them. Where a verb exists, call it."""

from datetime import UTC, datetime, time, timedelta
from itertools import count
from pathlib import Path

from django.conf import settings

from tests.people import make_department
from veche.accounts.domain.clients import keyring
from veche.accounts.models import Account
from veche.alarms.domain.bots import bot_binding
from veche.alarms.enums import ParcelState, bot_networks
from veche.alarms.models import Bot, Chat, Parcel
from veche.inbox.models import Conversation, Gap, Message, MessagePicture
from veche.kernel.clock import now
from veche.kernel.crypto import seal
from veche.kernel.uploads import keep_bytes
from veche.outbox.models import Act
from veche.plan.enums import OccasionKind
from veche.plan.models import Calendar, Occasion, PlanItem, Series
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.foreign import letters_of
from veche.publishing.models import ForeignPost
from veche.staff.models import Administration, OfficeHours, Person

_numbers = count(100_001)  # above every id that a test writes by hand
NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Rubtsovsk


def make_account(
    administration: Administration,
    *,
    responsible: Person,
    network: str = "vk",
    title: str = "Рубцовск официально",
    **fields: object,
) -> Account:
    fields.setdefault("remote_id", str(1000 + next(_numbers)))
    return Account.objects.create(
        administration=administration, responsible=responsible, network=network, title=title, **fields
    )


def settle(administration: Administration) -> None:
    """A department and working hours, so that it is not the first day."""
    make_department(administration, "Отдел кадров")
    OfficeHours.objects.create(administration=administration, opens=time(8), closes=time(17))


def make_occasion(
    administration: Administration, *, by: Person, title: str = "День матери", starts_at: datetime | None = NOON
) -> Occasion:
    """An occasion. A week after its day forms no longer offer it; without a day (None) they always do."""
    return Occasion.objects.create(
        administration=administration, kind=OccasionKind.DATE, title=title, starts_at=starts_at, created_by=by
    )


def make_calendar(
    administration: Administration, *, by: Person, name: str = "Календарь отдела", **owner: object
) -> Calendar:
    """`owner`: its office or department; without one it is the city's."""
    return Calendar.objects.create(administration=administration, name=name, created_by=by, **owner)


def make_plan_item(
    administration: Administration,
    *,
    author: Person,
    accounts: tuple[Account, ...] = (),
    publish_at: datetime = NOON,
    **fields: object,
) -> PlanItem:
    fields.setdefault("title", "Открыли каток")
    item = PlanItem.objects.create(administration=administration, author=author, publish_at=publish_at, **fields)
    item.accounts.set(accounts)
    return item


def make_series(
    administration: Administration, *, by: Person, accounts: tuple[Account, ...] = (), **fields: object
) -> Series:
    """Each Tuesday at noon, from a Wednesday."""
    weekly = {"title": "Вывоз мусора", "weekdays": "1", "starts_on": NOON.date(), "hour": time(12)}
    series = Series.objects.create(administration=administration, created_by=by, **weekly | fields)
    series.accounts.set(accounts)
    return series


def make_post(plan_item: PlanItem, *, author: Person | None = None, text: str = "Каток на Ленина открыт.") -> Post:
    """A draft with one working version."""
    author = author or plan_item.author
    administration = plan_item.administration
    post = Post.objects.create(administration=administration, plan_item=plan_item, author=author)
    PostVersion.objects.create(
        administration=administration, post=post, number=1, text=text, author=author, saved_by=author, saved_at=NOON
    )
    return post


def make_act(account: Account, *, intent: str = "", due_at: datetime = NOON, **fields: object) -> Act:
    defaults = {"verb": "publish", "title": "Каток открыт", "payload": {"text": "Каток открыт"}}
    return Act.objects.create(
        administration=account.administration,
        account=account,
        intent=intent or f"test:{next(_numbers)}",
        due_at=due_at,
        next_try_at=due_at,
        not_after=due_at + timedelta(hours=1),
        **defaults | fields,
    )


def make_foreign_post(account: Account, *, text: str = "Субботник в парке", **fields: object) -> ForeignPost:
    """A post that no act made and about which a person is asked."""
    fields = {"posted_at": NOON, "noticed_at": NOON, "judged_at": NOON, "letters": letters_of(text)} | fields
    fields.setdefault("post_id", str(next(_numbers)))
    return ForeignPost.objects.create(
        administration=account.administration, account=account, text=text, url="https://vk.com/wall-1_9", **fields
    )


def make_conversation(account: Account, *, post_id: str = "1") -> Conversation:
    conversation, _ = Conversation.objects.get_or_create(
        administration=account.administration, account=account, post_id=post_id
    )
    return conversation


def make_message(account: Account, *, text: str = "А когда откроют?", at: datetime = NOON, **fields: object) -> Message:
    defaults = {
        "remote_id": str(next(_numbers)),
        "author_name": "Житель",
        "conversation": fields.get("conversation") or make_conversation(account),
    }
    return Message.objects.create(
        administration=account.administration, account=account, text=text, at=at, received_at=at, **defaults | fields
    )


def make_letter(
    account: Account, *, peer_id: str = "42", text: str = "Как записаться к мэру?", **fields: object
) -> Message:
    """A private message of a resident."""
    conversation, _ = Conversation.objects.get_or_create(
        administration=account.administration, account=account, kind="private", peer_id=peer_id
    )
    more = {"conversation": conversation, "private": True, "author_id": peer_id} | fields
    return make_message(account, text=text, **more)  # type: ignore[arg-type]


def make_shot(message: Message, *, content: bytes = b"\x89PNG\r\n\x1a\n a picture") -> MessagePicture:
    """A resident's picture whose bytes were received."""
    kept = keep_bytes(content, name="снимок", root=Path(settings.MEDIA_ROOT), max_bytes=10**7)
    return MessagePicture.objects.create(
        administration=message.administration,
        message=message,
        ref="https://example.test/1",
        sha256=kept.sha256,
        mime=kept.mime,
        size=kept.size,
        fetched_at=message.received_at,
    )


def make_gap(account: Account, *, sentence: str = "VK не сохранил события за это время.") -> Gap:
    return Gap.objects.create(administration=account.administration, account=account, sentence=sentence, at=NOON)


def make_bot(administration: Administration, *, by: Person) -> Bot:
    """A bot of the first network that has them, numbered by the administration."""
    network = next(iter(bot_networks()))[0]
    bot = Bot(administration=administration, network=network, number=f"{administration.pk}", name="city_bot")
    bot.title, bot.added_by, bot.training = "Бот администрации", by, settings.DEMO
    bot.sealed = seal(keyring(), "7000000002:AAF-a-key-of-thirty-six-letters-x", aad=bot_binding(bot))
    bot.save(force_insert=True)
    return bot


def make_chat(bot: Bot, person: Person) -> Chat:
    return Chat.objects.create(administration_id=bot.administration_id, bot=bot, person=person, chat_id=f"{person.pk}")


def make_parcel(chat: Chat, text: str = "Ёлку поставили") -> Parcel:
    fields = {"message_id": "1", "text": text, "state": ParcelState.TRAY, "ready_at": now()}
    return Parcel.objects.create(administration_id=chat.administration_id, chat=chat, person=chat.person, **fields)
