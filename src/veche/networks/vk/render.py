"""How a post looks on a VK wall: plain text; `[club1|слово]` and `@id1` become links.

A reply that quotes a resident's name must not put it in square brackets with a bar: that would mention the resident.
"""

from veche.networks.composition import EMPTY, is_empty, part_problems, rendered_reply
from veche.networks.polls import tidied
from veche.networks.protocol import TOO_LONG, OutgoingPost, Problem, Rendered
from veche.networks.text import signs, tidy, utf16_length
from veche.networks.vk import stories
from veche.networks.vk.profile import LIMITS

# dev.vk.com, wall.post: photos, videos, files, the poll and the link count together.
MOST_ATTACHED = 10


def render(post: OutgoingPost) -> Rendered:
    text, poll = tidy(post.text), tidied(post.poll) if post.poll else None
    length = utf16_length(text)
    problems: list[Problem] = [EMPTY] if is_empty(text, post) else []
    if length > LIMITS.text:
        over = length - LIMITS.text
        problems.append(Problem(TOO_LONG, f"Для VK текст длиннее на {signs(over)}. Сократите его."))
    problems.extend(part_problems(post, poll, limits=LIMITS, network="VK"))
    problems.extend(stories.problems(post) if post.story else _together(text, post))
    link = tidy(post.link)
    return Rendered(text, post.photos, length, LIMITS.text, tuple(problems), files=post.files, poll=poll, link=link)


def _together(text: str, post: OutgoingPost) -> list[Problem]:
    """Problems of the combination: a poll cannot be alone (dev.vk.com, wall.post)."""
    found = []
    if post.poll and not (text or post.photos or post.files or post.link):
        said = "VK не берёт опрос без текста и вложений. Напишите над ним хоть строку или добавьте фото."
        found.append(Problem("poll_alone", said))
    attached = len(post.photos) + len(post.files) + (post.poll is not None) + bool(post.link)
    if attached > MOST_ATTACHED >= len(post.photos):
        said = (
            f"VK берёт не больше {MOST_ATTACHED} вложений вместе с опросом и ссылкой, у вас {attached}. Уберите лишнее."
        )
        found.append(Problem("too_many_attached", said))
    return found


def render_reply(text: str) -> Rendered:
    text = tidy(text)
    return rendered_reply(text, utf16_length(text), limit=LIMITS.comment, network="VK")
