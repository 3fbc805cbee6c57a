"""Comments of residents in five years, decisions about them, and the kept evidence."""

import json
from datetime import datetime, timedelta

from tests.bench.years.past import Past, Standing

NAMES = ("Катя Н.", "Надежда У.", "Ольга В.", "Сосед с Громова", "Игорь", "Пётр С.", "Мама первоклассника")
# One comment of so many; the rest was read and kept.
ANSWERED, DELETED, GONE, SAME, DOUBTED = 19, 25, 190, 13, 22
RESTRICTED = 10  # of the deleted
# The age limit of comments that still wait for a person.
OPEN_FOR = timedelta(hours=8)
# Private messages of one resident, and in which of so many conversations there is an answer.
LETTERS, LETTER_ANSWERED = 4, 1


class Talk:
    """`count` comments under `walls` and private messages, without ours; for one city."""

    def __init__(self, past: Past, walls: list[Standing], count: int) -> None:
        self._past, self._walls, self._count = past, walls, count
        self._sheets, self._city = past.sheets, past.city
        self._dice, self._script = past.dice, past.script
        self._serial = 0

    def go(self) -> None:
        letters = self._count // 16
        comments = self._count - letters
        each, more = divmod(comments, len(self._walls))
        for i, wall in enumerate(self._walls):
            self._under(wall, each + (1 if i < more else 0))
        for i in range(letters // LETTERS):
            self._letters(i, letters // LETTERS)

    def _under(self, wall: Standing, count: int) -> None:
        past = self._past
        talk = self._sheets.conversations.put(
            past.city, wall.account, "post", "", wall.number, wall.act, wall.title, wall.url, wall.at
        )
        first = 0
        for _ in range(count):
            self._serial += 1
            # Mostly on the first day, never before the post or in the future.
            at = wall.at + timedelta(minutes=min(self._dice.expovariate(1 / 600), 9000))
            at = min(at, past.moment - timedelta(minutes=self._dice.randrange(1, 300)))
            same = first if self._serial % SAME == 0 and first else None
            pk = self._comment(wall, talk, max(at, wall.at), same)
            first = first or pk

    def _comment(self, wall: Standing, talk: int, at: datetime, same: int | None) -> int:
        n, past, sheets = self._serial, self._past, self._sheets
        waits = at > past.moment - OPEN_FOR and not wall.withdrawn
        deleted, answered = n % DELETED == 3, n % ANSWERED == 5
        grave = deleted or n % DOUBTED == 7
        state = "deleted" if deleted else "answered" if answered else "gone" if n % GONE == 9 else "kept"
        state = "new" if waits and not deleted and n % 2 else state
        said = self._said(n, grave=grave)
        number, author = past.number(), f"{n % 9001 + 200_000}"
        name = NAMES[n % len(NAMES)]
        pk = sheets.messages.put(
            *(past.city, talk, wall.account, number, author, name, said[0], at, at),
            *(False, False, False, state, at, same, bool(said[1]), state == "answered"),
        )
        sheets.wordings.put(past.city, pk, said[0], at, at)
        sheets.proposals.put(past.city, pk, *said[1:], "0.1.0", at + timedelta(seconds=1))
        self._arrived(wall.account, "comment", number, author, name, said[0], at, wall.number)
        match state:
            case "deleted":
                self._delete(wall, pk, number, author, name, said[0], said[1], at)
            case "answered":
                self._answer(wall, talk, pk, number, at)
            case "kept":
                self._keep(pk, wall.account, said[1], at + timedelta(minutes=40))
        return pk

    def _said(self, n: int, *, grave: bool) -> tuple[str, str, str, str, str, float]:
        """Text, ground, grounds, scores, spans, toxicity."""
        if grave:
            return self._script.grave[n % len(self._script.grave)]
        text, scores, toxicity = self._script.clean[n % len(self._script.clean)]
        return text, "", "[]", scores, "[]", toxicity

    def _arrived(
        self, account: int, kind: str, number: str, author: str, name: str, text: str, at: datetime, post: str
    ) -> None:
        told = {"dedup": f"new:{number}", "comment_id": number, "post_id": post, "author_id": author}
        payload = json.dumps(told | {"author_name": name, "text": text, "pictures": [], "ours": False})
        self._sheets.arrivals.put(self._city, account, f"new:{number}", kind, payload, at, at + timedelta(seconds=1))

    def _keep(self, pk: int, account: int, ground: str, at: datetime) -> None:
        person = self._officer()
        ruling = self._sheets.rulings.put(self._city, pk, "keep", "", person, at, None)
        self._past.tell(at, person, "comment.kept", "inbox.message", pk, ruling=ruling)
        if ground:
            self._sheets.corrections.put(self._city, ruling, pk, account, ground, False, 0.6, at)

    def _delete(
        self, wall: Standing, pk: int, number: str, author: str, name: str, text: str, ground: str, said: datetime
    ) -> None:
        past, sheets, person = self._past, self._sheets, self._officer()
        at = min(said + timedelta(minutes=20), past.moment)
        title = f"Комментарий под «{wall.title}»"
        payload = json.dumps({"verb": "delete_comment", "post_id": wall.number, "comment_id": number})
        intent = f"delete_comment:{pk}:1"
        act = past.act(wall.account, "delete_comment", intent, title, payload, at, number=number, by=person)
        ruling = sheets.rulings.put(past.city, pk, "delete", ground, person, at, act)
        sheets.corrections.put(past.city, ruling, pk, wall.account, ground, True, 0.9, at)
        wordings = json.dumps([{"text": text, "at": said.isoformat(), "received_at": said.isoformat()}])
        digest = f"{pk:064x}"
        kept = ("vk", wall.url, number, author, name, said, said, wordings, digest)
        sheets.evidence.put(past.city, ruling, None, *kept)
        past.tell(at, person, "comment.deleted", "inbox.message", pk, ruling=ruling, act=act, evidence=digest)
        if ruling % RESTRICTED == 0:
            self._restrict(wall, pk, number, author, name, ground, at, kept)

    def _restrict(
        self,
        wall: Standing,
        pk: int,
        number: str,
        author: str,
        name: str,
        ground: str,
        at: datetime,
        kept: tuple[object, ...],
    ) -> None:
        past, sheets, person = self._past, self._sheets, self._officer()
        payload = json.dumps({"verb": "restrict_author", "author_id": author, "comment_id": number})
        intent = f"restrict_author:{wall.account}:{author}:{pk}"
        act = past.act(wall.account, "restrict_author", intent, f"Автор № {author}", payload, at, by=person)
        until = at + timedelta(days=7)
        over = until if until < past.moment else at + timedelta(minutes=1)
        row = sheets.restrictions.put(past.city, wall.account, author, name, pk, ground, at, until, person, act, over)
        sheets.evidence.put(past.city, None, row, *kept)
        past.tell(at, person, "author.restricted", "moderation.restriction", row, act=act, message=pk)
        freed = json.dumps({"verb": "release_author", "author_id": author})
        past.act(wall.account, "release_author", f"release_author:{row}", f"Автор № {author}", freed, over)

    def _answer(self, wall: Standing, talk: int, pk: int, number: str, said: datetime) -> None:
        """An answer with the network's own event about it."""
        past, sheets, person = self._past, self._sheets, self._officer()
        at = min(said + timedelta(minutes=50), past.moment)
        words = "Спасибо, что написали. Передали адрес дежурной бригаде, приедут сегодня до вечера."
        payload = json.dumps({"verb": "reply", "post_id": wall.number, "comment_id": number, "text": words})
        own = past.number()
        act = past.act(wall.account, "reply", f"reply:{pk}:1", words, payload, at, number=own, by=person)
        sheets.answers.put(past.city, pk, words, person, act, at)
        past.tell(at, person, "comment.answered", "inbox.message", pk, act=act)
        sheets.messages.put(
            *(past.city, talk, wall.account, own, "", "", words, at, at),
            *(True, False, False, "new", None, None, False, False),
        )

    def _letters(self, i: int, count: int) -> None:
        """A resident writes twice, and is answered or needs no answer."""
        past, sheets = self._past, self._sheets
        account = past.cast.accounts[i % len(past.cast.accounts)].pk
        peer, name = f"7{past.city:03d}{i:07d}", NAMES[i % len(NAMES)]
        talk = sheets.conversations.put(past.city, account, "private", peer, "", None, "", "", None)
        begun = past.moment - timedelta(days=5 * 365) * ((count - i) / count)
        for k in range(LETTERS):
            at = min(begun + timedelta(minutes=7 * k), past.moment)
            last = k == LETTERS - 1
            fresh = at > past.moment - timedelta(hours=30)
            state = "new" if fresh else "answered" if i % 3 else "closed"
            number = past.number()
            text = self._script.clean[(i + k) % len(self._script.clean)][0]
            pk = sheets.messages.put(
                *(past.city, talk, account, number, peer, name, text, at, at),
                *(False, True, not last, state, at, None, False, False),
            )
            sheets.wordings.put(past.city, pk, text, at, at)
            self._arrived(account, "message", number, peer, name, text, at, "")
            if last and state == "answered":
                self._answer_letter(account, talk, pk, peer, at)

    def _answer_letter(self, account: int, talk: int, pk: int, peer: str, said: datetime) -> None:
        past, sheets, person = self._past, self._sheets, self._officer()
        at, own = said + timedelta(minutes=30), past.number()
        words = "Здравствуйте! Приём по вторникам с 14 до 17 часов. Запишем вас сами."
        payload = json.dumps({"verb": "answer_message", "peer_id": peer, "text": words})
        intent = f"answer_message:{pk}:1"
        title = "Ответ на личное сообщение"
        act = past.act(account, "answer_message", intent, title, payload, at, number=own, by=person)
        sheets.answers.put(past.city, pk, words, person, act, at)
        past.tell(at, person, "message.answered", "inbox.conversation", talk, act=act)
        sheets.messages.put(
            *(past.city, talk, account, own, "", "", words, at, at),
            *(True, True, False, "new", None, None, False, False),
        )

    def _officer(self) -> int:
        people = self._past.cast.officers
        return people[self._serial % len(people)].pk
