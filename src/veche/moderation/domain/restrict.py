"""A person restricts an author, with ground, term and comment. Never done automatically."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from veche.accounts.domain.abilities import why_by_hand
from veche.accounts.models import Account
from veche.inbox.domain.states import set_state
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.authors import (
    end_what_is_over,
    lock_authors,
    over,
    restrictions_of,
    title_of,
    was_restricted,
    why_not_this_author,
)
from veche.moderation.domain.decidable import SAME_PRESS, STANDING
from veche.moderation.domain.evidence import capture
from veche.moderation.domain.norms import norm_of
from veche.moderation.domain.notices import ban_words
from veche.moderation.domain.rulings import lock_message, record_ruling, store_ruling
from veche.moderation.domain.steps import checked_why
from veche.moderation.domain.terms import (
    end_of,
    grounds_for,
    knows_no_end,
    may_restrict,
    notice,
    said_until,
    terms_of,
)
from veche.moderation.enums import LAW, Ground, RulingVerb, Term
from veche.moderation.errors import ModerationError
from veche.moderation.models import Restriction
from veche.networks.protocol import RestrictAuthor
from veche.networks.registry import NETWORKS
from veche.outbox.domain.plan import plan_act
from veche.outbox.models import Act
from veche.staff.models import Person

# Unlike an announcement it stays right when it comes late: a network may be away for long.
WINDOW = timedelta(days=1)


def restrict(
    *,
    message: Message,
    by: Person,
    ground: Ground | str,
    term: Term | str,
    why: str = "",
    second: Person | None = None,
) -> Restriction:
    """Store the evidence, then plan the act, or a card for a person. Raises `ModerationError`.

    `why`: without it no step is harsher than the next of the ladder (`steps.next_step`). `second`: another person,
    without whom nobody is restricted for good or again. Where the network restricts only together with the comment
    (OK), the comment is deleted with its own ruling.
    """
    with transaction.atomic():
        account = lock_authors(message.account)
        locked = lock_message(message)
        chosen, length = _checked(locked, ground, term)
        end_what_is_over(restrictions_of(account, locked.author_id))
        if twin := _standing(account, locked, by):
            return twin
        words = checked_why(locked, length, why)
        repeated = was_restricted(account, locked.author_id)
        _check_two(by, second, needed=repeated or length == Term.GOOD)
        moment = now()
        until = end_of(length, moment)
        more = ban_words(account)
        act = _plan(account, locked, chosen, until, by, [one.words for one in more])
        decided = {"ground": chosen, "at": moment, "until": until, "by": by, "term": length}
        decided |= {"why": words, "repeated": repeated, "second": second}
        made = _keep(account, locked, act, **decided, lifted_by_us=until is not None and knows_no_end(locked))
        for one in more:
            one.keep(made)
        if _takes_the_comment(locked):
            _delete_with_it(locked, made, by)
        evidence = capture(made, locked)
        facts = {"ground": str(chosen), "term": str(length), "act": act.pk, **_about(locked)}
        record(
            administration=account.administration,
            actor=by,
            verb="author.restricted",
            obj=made,
            facts={**facts, "evidence": evidence.digest} | ({"second": second.pk} if second else {}),
        )
    return made


def check_restriction(message: Message, ground: Ground | str, term: Term | str) -> None:
    """Raises `ModerationError` if nobody can be restricted so, or already is."""
    _checked(message, ground, term)
    standing = restrictions_of(message.account, message.author_id).exclude(over()).first()
    if standing is not None:
        raise ModerationError(_decided(standing, message))


def _check_two(by: Person, second: Person | None, *, needed: bool) -> None:
    if second is not None and second.pk == by.pk:
        raise ModerationError("Подтверждает другой человек, не тот, кто решил. Ничего не изменилось.")
    if needed and second is None:
        raise ModerationError("Так ограничивают двое: попросите подтвердить коллегу. Ничего не изменилось.")


def _keep(account: Account, message: Message, act: Act, **decided: Any) -> Restriction:
    made: Restriction = Restriction.objects.create(
        administration_id=account.administration_id,
        account=account,
        author_id=message.author_id,
        # Who writes privately is named to those alone who read it.
        author_name="" if message.private else message.author_name,
        message=message,
        act=act,
        norm=norm_of(account.administration_id, decided["ground"]),
        **decided,
    )
    return made


def _checked(message: Message, ground: Ground | str, term: Term | str) -> tuple[Ground, Term]:
    if message.ours:
        raise ModerationError("Это ваши собственные слова. Ограничивать некого, ничего не изменилось.")
    if not message.author_id:
        raise ModerationError("Сеть не назвала автора, поэтому ограничить его нельзя. Комментарий на месте.")
    if why := why_not_this_author(message):
        raise ModerationError(f"{why} Ничего не изменилось.")
    if ground not in grounds_for(message):
        raise ModerationError("Выберите основание: без него не ограничивают. Критика основанием не бывает.")
    if term not in terms_of(message):
        raise ModerationError("Выберите срок из тех, что знает эта сеть. Ничего не изменилось.")
    if may_restrict(message.account).mode == "absent":
        raise ModerationError(may_restrict(message.account).why or "Сеть этого не умеет. Ничего не изменилось.")
    return Ground(ground), Term(term)


def _standing(account: Account, message: Message, by: Person) -> Restriction | None:
    """An equal restriction, by a double click or a quicker colleague."""
    last = restrictions_of(account, message.author_id).filter(ended_at=None).first()
    if last is None:
        return None
    if last.by_id == by.pk and last.message_id == message.pk and last.at >= now() - SAME_PRESS:
        return last
    raise ModerationError(_decided(last, message))


def _decided(last: Restriction, message: Message) -> str:
    zone = message.administration.time_zone
    who = str(last.by) if last.by else "кто-то в самой сети"
    return (
        f"Об этом авторе уже решено: ограничить {said_until(last.until, zone)}, решил {who}. Другой срок? "
        "Сначала снимите прежнее."
    )


def _plan(
    account: Account, message: Message, ground: Ground, until: datetime | None, by: Person, more: list[str]
) -> Act:
    number = restrictions_of(account, message.author_id).count() + 1
    return plan_act(
        account=account,
        intent=f"restrict_author:{account.pk}:{message.author_id}:{number}",
        title=title_of(message.author_id, message),
        act=RestrictAuthor(
            author_id=message.author_id,
            until=None if knows_no_end(message) else until,
            post_id=message.conversation.post_id,
            comment_id=message.remote_id if message.conversation.post_id else "",
            words=" ".join([notice(ground, until, message.administration.time_zone), *more]),
            ground="" if ground in LAW else str(ground),
        ),
        by=by,
        window=WINDOW,
        card_reason=_by_hand(message),
    )


def _by_hand(message: Message) -> str:
    """Why a person must do it; "" if a key can."""
    ability = may_restrict(message.account)
    if ability.mode != "auto":
        return why_by_hand(ability)
    if not NETWORKS[message.account.network].restriction.takes_comment:
        return ""
    if message.private:
        return "Сеть ограничивает вместе с удалением комментария, а это личное сообщение. Сделайте руками."
    if message.state not in STANDING:
        return "Сеть ограничивает вместе с удалением комментария, а его там уже нет. Сделайте руками."
    return ""


def _takes_the_comment(message: Message) -> bool:
    """Whether the network deletes it together with the restriction: comments alone."""
    takes = NETWORKS[message.account.network].restriction.takes_comment
    return takes and not message.private and message.state in STANDING


def _about(message: Message) -> dict[str, int]:
    """What the journal names as the occasion: of a private message only its conversation."""
    return {"talk": message.conversation_id} if message.private else {"message": message.pk}


def _delete_with_it(message: Message, restriction: Restriction, by: Person) -> None:
    ruling = store_ruling(message, RulingVerb.DELETE, by, restriction.act, ground=restriction.ground, at=restriction.at)
    evidence = capture(ruling, message)
    set_state(message, MessageState.DELETING)
    facts = {"ground": restriction.ground, "ruling": ruling.pk, "act": ruling.act_id, "evidence": evidence.digest}
    record_ruling(message, by, RulingVerb.DELETE, **facts)
