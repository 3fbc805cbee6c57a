"""Actions of people in the networks' own applications: administrators post, residents comment."""

from collections.abc import Iterable
from dataclasses import dataclass

from veche_sandbox.orders import BadOrder
from veche_sandbox.store import Account, Action, Entry, NewEntry, Photo, Poll, Post, Store
from veche_sandbox.traits import TRAITS

_ALBUM = "albums"
OPEN, LIMITED, CLOSED = "open", "limited", "closed"
# groups.edit, `wall`: off and closed.
_WALL_WITHOUT_COMMENTS = frozenset({0, 3})


@dataclass(frozen=True, slots=True)
class ClosedPoll:
    """A poll that is over. `votes`: how many people chose each answer."""

    question: str
    options: tuple[str, ...]
    votes: tuple[int, ...]


def write_post(
    store: Store,
    account: Account,
    text: str,
    photos: Iterable[bytes] = (),
    *,
    at: int | None = None,
    poll: ClosedPoll | None = None,
) -> list[Entry]:
    """Publish a post. In Telegram an album is several messages, elsewhere a post has all its photos. `at`: its date."""
    with store.transaction():
        traits = TRAITS[account.network]
        owner = store.accounts.person(account.network, traits.owner)
        speaker = -account.id if traits.on_wall else owner.id  # a page posts in its own name
        photo_owner = speaker if traits.on_wall else account.id
        saved = [store.photos.save(account.network, photo_owner, body) for body in photos]
        pieces: list[tuple[str, tuple[Photo, ...]]] = [(text, tuple(saved))]
        album = ""
        if account.network == "telegram" and len(saved) > 1:
            album = str(13_000_000_000_000_000 + store.database.next_number("telegram", _ALBUM))
            pieces = [(text if number == 0 else "", (photo,)) for number, photo in enumerate(saved)]
        extra = {"poll": _closed(store, account, poll, speaker).pk} if poll else {}
        entries = [
            store.entries.add(
                NewEntry(
                    account.network,
                    account.id,
                    "post",
                    author_id=speaker,
                    author_name=account.title,
                    text=words,
                    photos=pictures,
                    album=album,
                    extra=extra,
                    at=at,
                )
            )
            for words, pictures in pieces
        ]
        store.announce(account.network, Action("post_new", tuple(entries), owner.id))
    return entries


def _closed(store: Store, account: Account, poll: ClosedPoll, owner_id: int) -> Poll:
    """A poll in which `votes` people have chosen each answer, and that is over."""
    made = store.polls.create(
        account.network, owner_id, poll.question, poll.options, multiple=False, anonymous=True, closes_at=None
    )
    chosen = (option for option, number in enumerate(poll.votes) for _vote in range(number))
    for number, option in enumerate(chosen, 1):
        store.polls.vote(made, store.accounts.person(account.network, f"Подписчик {number}").id, [option])
    return store.polls.close(made)


def edit_post(store: Store, post: Post, text: str) -> None:
    """Edit the post's text; in an album the message that has it."""
    entries = [store.entries.get(post.network, post.account, number) for number in post.entry_ids]
    spoken = next((entry for entry in entries if entry.text and not entry.deleted), entries[0])
    with store.transaction():
        changed = store.entries.change(spoken, text=text.strip())
        owner = store.accounts.person(post.network, TRAITS[post.network].owner)
        store.announce(post.network, Action("post_edit", (changed,), owner.id))


def delete_post(store: Store, post: Post) -> None:
    with store.transaction():
        entries = [store.entries.get(post.network, post.account, number) for number in post.entry_ids]
        gone = tuple(store.entries.change(entry, deleted=True) for entry in entries)
        store.announce(post.network, Action("post_delete", gone, gone[0].author_id))


def write_comment(
    store: Store,
    post: Post,
    author: str,
    text: str,
    photos: Iterable[bytes] = (),
    *,
    reply_to: int | None = None,
    at: int | None = None,
) -> Entry:
    """Add a comment. Raises `BadOrder` if the network allows none here, or the answered comment does not exist."""
    photos = tuple(photos)
    if photos and not TRAITS[post.network].comment_photos:
        raise BadOrder("this network takes no pictures in comments")
    place, root, thread = _place(store, post)
    answered = store.entries.find(post.network, place, reply_to) if reply_to else None
    if reply_to and (answered is None or answered.deleted or answered.post_id != post.id):
        raise BadOrder(f"no comment {reply_to} under post {post.id}")
    with store.transaction():
        person = store.accounts.person(post.network, author.strip())
        membership = store.accounts.membership(post.network, person.id, place)
        restriction = store.restrictions.find(post.network, place, person.id)
        if (membership and membership.status == "kicked") or (restriction and not restriction.extra.get("writes")):
            raise BadOrder(f"{person.name} is blocked here")
        photo_owner = person.id if TRAITS[post.network].on_wall else place
        saved = tuple(store.photos.save(post.network, photo_owner, body) for body in photos)
        entry = store.entries.add(
            NewEntry(
                post.network,
                place,
                "comment",
                author_id=person.id,
                author_name=person.name,
                text=text.strip(),
                photos=saved,
                post=(post.account, post.id),
                reply_to=reply_to or root,
                thread=_thread(post.network, answered, thread),
                at=at,
            )
        )
        store.announce(post.network, Action("comment_new", (entry,), person.id))
    return entry


def vote(store: Store, post: Post, author: str, options: Iterable[int]) -> Poll:
    """Vote. Raises `BadOrder` if there is no poll or the vote is invalid."""
    poll = store.polls.of(store.entries.get(post.network, post.account, number) for number in post.entry_ids)
    if poll is None:
        raise BadOrder("this post has no poll")
    person = store.accounts.person(post.network, author.strip())
    with store.transaction():
        try:
            voted = store.polls.vote(poll, person.id, options)
        except ValueError as error:
            raise BadOrder(f"the poll takes no such vote: {error}") from None
        store.announce(post.network, Action("vote", (), person.id, post.account, post))
    return voted


def _place(store: Store, post: Post) -> tuple[int, int | None, int | None]:
    """The comments' place, the message they answer, and their thread: the wall, or in Telegram the linked group."""
    if comments_closed(store, post):
        raise BadOrder(f"comments of post {post.id} are closed")
    if TRAITS[post.network].on_wall:
        return post.account, None, None
    forwards = store.entries.forwards("telegram", post.account, post.id)
    if not forwards or forwards[0].deleted:
        raise BadOrder(f"post {post.id} has no discussion: its channel has no linked group")
    return forwards[0].place, forwards[0].id, forwards[0].id


def takes_comments(store: Store, post: Post) -> bool:
    """Whether a resident may comment on this post."""
    try:
        _place(store, post)
    except BadOrder:
        return False
    return True


def comments_closed(store: Store, post: Post) -> bool:
    """Whether comments are closed: by the dialect's mark on the post, or for the whole account."""
    account = store.accounts.find(post.network, post.account)
    if account is not None and comment_mode(store, account) == CLOSED:
        return True
    return bool(store.entries.get(post.network, post.account, post.id).extra.get("comments_closed"))


def comment_mode(store: Store, account: Account) -> str:
    """Who comments in the account: everybody, everybody in words alone (Telegram), or nobody."""
    if not account.extra.get("comments", True) or account.extra.get("wall", 1) in _WALL_WITHOUT_COMMENTS:
        return CLOSED
    group = store.accounts.find(account.network, account.linked_id) if account.linked_id else None
    permitted = group.extra.get("permissions", {}) if group else {}
    if not permitted.get("can_send_messages", True):
        return CLOSED
    return OPEN if permitted.get("can_send_photos", True) else LIMITED


def _thread(network: str, answered: Entry | None, thread: int | None) -> int | None:
    """The thread: the first comment where threads have one level; in Telegram the forwarded post."""
    if TRAITS[network].one_level:
        return (answered.thread or answered.id) if answered else None
    return thread


def edit_comment(store: Store, entry: Entry, text: str) -> Entry:
    with store.transaction():
        changed = store.entries.change(entry, text=text.strip())
        store.announce(entry.network, Action("comment_edit", (changed,), entry.author_id))
    return changed


def delete_comment(store: Store, entry: Entry) -> Entry:
    with store.transaction():
        changed = store.entries.change(entry, deleted=True)
        store.announce(entry.network, Action("comment_delete", (changed,), entry.author_id))
    return changed


def restore_comment(store: Store, entry: Entry) -> Entry:
    if not TRAITS[entry.network].restores:
        raise BadOrder("this network restores no comments")
    with store.transaction():
        changed = store.entries.change(entry, deleted=False)
        store.announce(entry.network, Action("comment_restore", (changed,), entry.author_id))
    return changed
