"""Edit a published post in each network after approval of the new text."""

from veche.networks.protocol import Edit, OutgoingPost
from veche.networks.registry import render_post
from veche.networks.text import canonical
from veche.outbox.domain.changes import plan_change, standing_act, standing_post
from veche.outbox.domain.states import OUT
from veche.outbox.models import Act
from veche.posts.domain.endings import ending_of
from veche.posts.domain.rendering import outgoing
from veche.posts.models import PostVersion
from veche.publishing.models import Delivery
from veche.staff.models import Person


def correct(*, version: PostVersion, about: Act, by: Person | None) -> Delivery | None:
    """Plan the edit. None if nothing changes there or the post is in doubt (`catch_up` handles it later)."""
    if about.state not in OUT or not about.remote_id:
        return None
    if not would_change(version, about):
        return None
    before, after = standing_post(about), _after(version, about)
    act = plan_change(
        about=about,
        act=Edit(about.remote_id, after, before, dict(standing_act(about).parts), tuple(about.more_ids)),
        intent=f"edit:{version.pk}:{about.account_id}",
        by=by,
    )
    delivery, _created = Delivery.objects.of(version.administration_id).get_or_create(
        version=version,
        account=about.account,
        defaults={"administration_id": version.administration_id, "act": act},
    )
    return delivery


def would_change(version: PostVersion, about: Act) -> bool:
    """Whether residents would see another post."""
    return not looks_the_same(about.account.network, standing_post(about), _after(version, about))


def _after(version: PostVersion, about: Act) -> OutgoingPost:
    return outgoing(version, about.account.network, ending=ending_of(version, about.account))


def looks_the_same(network: str, before: OutgoingPost, after: OutgoingPost) -> bool:
    """Whether residents see no difference between the two in this network."""
    was, will = (render_post(network, post) for post in (before, after))
    return canonical(was.text) == canonical(will.text) and _beside_the_words(before) == _beside_the_words(after)


def _beside_the_words(post: OutgoingPost) -> tuple[object, ...]:
    return ([photo.content for photo in post.photos], [file.sha256 for file in post.files], post.poll)
