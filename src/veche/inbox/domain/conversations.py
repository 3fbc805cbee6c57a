"""Find the conversation of a comment: by the id of the post (or photo, video, topic) that it stands under, or in
Telegram by the thread in the linked group.

Private messages of one resident form one conversation for each account.
"""

from veche.accounts.models import Account
from veche.inbox.enums import ConversationKind
from veche.inbox.models import Conversation, Message
from veche.inbox.words import unnamed
from veche.networks.protocol import PlaceNamed, PostSeen, Verb
from veche.outbox.domain.seen import seen
from veche.outbox.models import Act
from veche.publishing.domain.foreign import note_post


def post_seen(*, account: Account, event: PostSeen) -> Conversation:
    """Handle a post-seen event: prove the act that made the post and open its conversation.

    A post that no act has made is noted as one past Veche.
    """
    act = seen(account=account, event=event)
    if act is None:
        note_post(account=account, event=event)
    conversation = conversation_of(account, post_id=event.post_id, thread_id=event.thread_id)
    conversation.act = conversation.act or act
    conversation.title = act.title if act else conversation.title or _first_line(event.text)
    conversation.url = event.url or conversation.url
    conversation.posted_at = conversation.posted_at or event.at
    conversation.save(update_fields=("act", "title", "url", "posted_at"))
    return conversation


def place_named(*, account: Account, event: PlaceNamed) -> Conversation:
    """Handle the title of a topic; it may come before any message of it, and anew when somebody changes it."""
    conversation = conversation_of(account, post_id=event.post_id, thread_id="")
    conversation.title = _first_line(event.title)
    conversation.save(update_fields=("title",))
    return conversation


def conversation_of(account: Account, *, post_id: str, thread_id: str, url: str = "") -> Conversation:
    """The conversation by either id; a missing id is filled in. `url`: of what is no post."""
    rows = Conversation.objects.of(account.administration_id).filter(account=account, kind=ConversationKind.POST)
    by_post = rows.filter(post_id=post_id).first() if post_id else None
    by_thread = rows.filter(thread_id=thread_id).first() if thread_id else None
    found = by_post or by_thread
    if found is None:
        return _open(account, post_id, thread_id, url)
    if by_post and by_thread and by_post.pk != by_thread.pk:
        _join(by_thread, into=by_post)
    _fill_in(found, post_id, thread_id, url)
    return found


def private_with(account: Account, peer_id: str) -> Conversation:
    made, _created = Conversation.objects.get_or_create(
        administration_id=account.administration_id, account=account, kind=ConversationKind.PRIVATE, peer_id=peer_id
    )
    return made


def _join(thread: Conversation, *, into: Conversation) -> None:
    """Merge a conversation made by an answer deep in a thread, before the thread's post was known."""
    Message.objects.of(thread.administration_id).filter(conversation=thread).update(conversation=into)
    thread.delete()


def _open(account: Account, post_id: str, thread_id: str, url: str) -> Conversation:
    act = _act_of(account, post_id, thread_id)
    made, _created = Conversation.objects.get_or_create(
        administration_id=account.administration_id,
        account=account,
        kind=ConversationKind.POST,
        post_id=post_id or (act.remote_id if act else ""),
        thread_id=thread_id,
        defaults={
            "act": act,
            "title": act.title if act else unnamed(account.network, post_id),
            "url": act.remote_url if act else url,
            "posted_at": act.first_call_at if act else None,
        },
    )
    return made


def _act_of(account: Account, post_id: str, thread_id: str) -> Act | None:
    posts = Act.objects.of(account.administration_id).filter(account=account, verb=Verb.PUBLISH)
    by_post = posts.filter(remote_id=post_id).first() if post_id else None
    return by_post or (posts.filter(thread_id=thread_id).first() if thread_id else None)


def _fill_in(found: Conversation, post_id: str, thread_id: str, url: str) -> None:
    changed = []
    if post_id and not found.post_id:
        found.post_id = post_id
        changed.append("post_id")
    if thread_id and not found.thread_id:
        found.thread_id = thread_id
        changed.append("thread_id")
    if url and not found.url:
        found.url = url
        changed.append("url")
    if changed:
        found.save(update_fields=changed)


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0][:200]
