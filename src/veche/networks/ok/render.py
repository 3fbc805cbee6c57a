"""How a post looks on the group's page: plain text, as OK topics have no markup."""

from veche.networks.composition import EMPTY, is_empty, part_problems, rendered_reply
from veche.networks.ok.profile import LIMITS
from veche.networks.ok.refusals import TITLE
from veche.networks.polls import tidied
from veche.networks.protocol import TOO_LONG, OutgoingPost, Problem, Rendered
from veche.networks.text import signs, tidy, utf16_length


def render(post: OutgoingPost) -> Rendered:
    text, poll = tidy(post.text), tidied(post.poll) if post.poll else None
    length = utf16_length(text)
    problems: list[Problem] = [EMPTY] if is_empty(text, post) else []
    if length > LIMITS.text:
        over = length - LIMITS.text
        problems.append(Problem(TOO_LONG, f"Для ОК текст длиннее на {signs(over)}. Сократите его."))
    problems.extend(part_problems(post, poll, limits=LIMITS, network=TITLE))
    if poll and poll.open_for:
        said = "ОК не закрывает опрос в срок. Уберите срок или сделайте для ОК отдельную запись."
        problems.append(Problem("poll_end", said))
    link = tidy(post.link)
    return Rendered(text, post.photos, length, LIMITS.text, tuple(problems), files=post.files, poll=poll, link=link)


def render_reply(text: str) -> Rendered:
    text = tidy(text)
    return rendered_reply(text, utf16_length(text), limit=LIMITS.comment, network="ОК")
