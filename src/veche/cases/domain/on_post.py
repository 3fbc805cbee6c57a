"""The answer to a case of which only comments are left that were deleted for their words: it stands on the posts."""

import re
from collections.abc import Iterable, Sequence

from veche.cases.domain.queries import comments_of
from veche.cases.domain.unsent import unanswered_in
from veche.cases.errors import CaseError
from veche.cases.models import Case
from veche.inbox.domain.answer import ANSWERABLE
from veche.inbox.domain.on_post import REMOVED, why_not_on_post
from veche.inbox.models import Message

DELETED_MEANWHILE = (
    "Комментарий тем временем удалили, под ним ответить уже нельзя. Отправьте ещё раз: ответ выйдет под записью. Текст "
    "на месте."
)
NAMES = "Ответ под записью увидят все: уберите имя автора удалённого комментария. Текст на месте."
QUOTES = "Ответ под записью увидят все: уберите цитату из удалённого комментария. Текст на месте."
# Shorter ones are names of streets and companies.
_QUOTED_WORDS = 3
_SHORTEST_NAME = 3
_QUOTATION = re.compile('[«"„“]([^«»"„“”]+)[»"“”]')
_WORD = re.compile(r"\w+")


def posts_to_answer(case: Case) -> list[Message]:
    """Deleted comments for whose questions an answer stands on a post: of each post the oldest comment.

    None while a comment of the case can be answered itself. After an answer that did not go out those without one.
    """
    found = deleted_alone(comments_of(case))
    if case.answered_at is None or not found:
        return found
    lacking = set(unanswered_in(case).values_list("pk", flat=True))
    return [one for one in found if one.pk in lacking]


def deleted_alone(comments: Sequence[Message]) -> list[Message]:
    """`comments`: as `comments_of` reads them."""
    if any(one.state in ANSWERABLE for one in comments):
        return []
    return _first_of_each_post(one for one in comments if one.state in REMOVED)


def _first_of_each_post(comments: Iterable[Message]) -> list[Message]:
    first: dict[int, Message] = {}
    for message in comments:
        first.setdefault(message.conversation_id, message)
    return list(first.values())


def why_on_no_post(comments: Sequence[Message]) -> str:
    """Why the answer can stand on none of these posts, a sentence; "" if on one."""
    whys = [why_not_on_post(one) for one in comments]
    return whys[0] if whys and all(whys) else ""


def refuse_names(text: str, case: Case) -> None:
    """Raise `CaseError` if the text names the author of a comment of the case or quotes the comment."""
    for message in comments_of(case):
        if _names(text, message.author_name):
            raise CaseError(NAMES)
        if _quotes(text, message.text):
            raise CaseError(QUOTES)


def _names(text: str, name: str) -> bool:
    parts = {part.casefold() for part in _WORD.findall(name) if len(part) >= _SHORTEST_NAME}
    return any(word[0].isupper() and word.casefold() in parts for word in _WORD.findall(text))


def _quotes(text: str, comment: str) -> bool:
    said = _plain(comment)
    quotations = [_plain(found) for found in _QUOTATION.findall(text)]
    return (_is_long(said) and said in _plain(text)) or any(_is_long(one) and one in said for one in quotations)


def _plain(text: str) -> str:
    """The words alone, so that a quotation need not have the same signs."""
    return " ".join(_WORD.findall(text.casefold()))


def _is_long(words: str) -> bool:
    return len(words.split()) >= _QUOTED_WORDS
