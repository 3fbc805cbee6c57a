"""How a post looks in a MAX channel: plain text; `**` and `<b>` are shown as typed, as no format is requested.

A link is in the text, and MAX makes a card of the first one (`disable_link_preview` is not set). MAX documents no unit
for its limit of 4000; UTF-16 units are counted, so that an emoji never exceeds it.
"""

from veche.networks.composition import EMPTY, is_empty, part_problems, rendered_reply
from veche.networks.links import with_link
from veche.networks.max.profile import LIMITS
from veche.networks.polls import tidied
from veche.networks.protocol import TOO_LONG, FileKind, OutgoingPost, Problem, Rendered
from veche.networks.text import signs, tidy, utf16_length

UNIT = "знаков, эмодзи за два"


# Field reports name twelve media in a message; ten, as `LIMITS.photos`.
MOST_ATTACHED = 10


def render(post: OutgoingPost) -> Rendered:
    text, poll = with_link(tidy(post.text), post), tidied(post.poll) if post.poll else None
    length = utf16_length(text)
    problems: list[Problem] = [EMPTY] if is_empty(text, post) else []
    if length > LIMITS.text:
        problems.append(Problem(TOO_LONG, f"Для MAX текст длиннее на {signs(length - LIMITS.text)}. Сократите его."))
    problems.extend(part_problems(post, poll, limits=LIMITS, network="MAX"))
    problems.extend(_together(post))
    link = "" if post.photos or post.files else tidy(post.link)
    return Rendered(text, post.photos, length, LIMITS.text, tuple(problems), UNIT, post.files, poll, link, True)


def _together(post: OutgoingPost) -> list[Problem]:
    """Problems of the combination: a file is the only attachment of its message (dev.max.ru)."""
    attached = len(post.photos) + len(post.files)
    if attached > 1 and any(file.kind is FileKind.DOCUMENT for file in post.files):
        return [Problem("document_alone", "Файл в MAX выходит один, без фото и видео. Сделайте две записи.")]
    if attached > MOST_ATTACHED >= len(post.photos):
        said = f"MAX берёт не больше {MOST_ATTACHED} фото и видео в одну запись, у вас {attached}. Уберите лишние."
        return [Problem("too_many_attached", said)]
    return []


def render_reply(text: str) -> Rendered:
    text = tidy(text)
    return rendered_reply(text, utf16_length(text), limit=LIMITS.comment, network="MAX", unit=UNIT)
