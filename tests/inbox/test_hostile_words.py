"""What residents send to break a page: it is kept, screened and shown as text, and nobody's page grows by it."""

from tests.factories import NOON, make_account
from tests.people import client_of
from veche.inbox.domain.process_events import process_events
from veche.inbox.domain.receive import receive
from veche.inbox.models import Message
from veche.moderation.domain.propose import propose_for_new
from veche.networks.protocol import CommentCame, PictureRef
from veche.staff.models import Administration, Person

SCRIPT = "<script>alert(1)</script>"
OVERRIDE = "\u202e"
WORDS = {
    "script": f"{SCRIPT} Когда починят?",
    "override": f"Мэр {OVERRIDE}тоидИ не отвечает",
    "emoji": "😡" * 25_000,
    "long": "Когда же починят мост? " * 4_500,
}


def test_hostile_words_are_text_and_bounded(rubtsovsk: Administration, alice: Person) -> None:
    """Under a post that nobody knows, by an author whose name is hostile too, with a file that is not what it says."""
    account = make_account(rubtsovsk, responsible=alice)
    events = [
        CommentCame(
            dedup=f"new:{number}",
            comment_id=str(number),
            text=text,
            edited=False,
            post_id="404",
            thread_id="",
            author_id=str(number),
            author_name=f"{SCRIPT}{OVERRIDE}Анна",
            at=NOON,
            pictures=(PictureRef("javascript:alert(1)"),),
        )
        for number, text in enumerate(WORDS.values(), 1)
    ]
    receive(account=account, events=events)
    process_events(account)
    assert (propose_for_new(), Message.objects.exclude(screened_at=None).count()) == (4, 4)
    assert set(Message.objects.values_list("text", flat=True)) == set(WORDS.values())

    browser = client_of(alice)
    queue = browser.get("/inbox/").content.decode()
    assert ("<script>alert" in queue, len(queue.encode()) < 100_000) == (False, True)
    for message in Message.objects.all():
        page = browser.get(f"/inbox/{message.pk}/")
        shown = page.content.decode()
        assert (page.status_code, "<script>alert" in shown, "javascript:alert" in shown) == (200, False, False)
        assert len(shown) < 200_000
