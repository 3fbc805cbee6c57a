"""An appeal from the code to the outcome, and what pages and database refuse."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from tests.appeals.conftest import SAID, SLUG, ruled
from tests.commenting.conftest import published, stands
from tests.factories import NOON
from tests.markup import attribute, element, elements, words
from tests.people import client_of
from veche.alarms.models import Alarm
from veche.appeals.domain.codes import ALPHABET, LENGTH, new_code, read_code
from veche.appeals.domain.decide import decide
from veche.appeals.domain.news import read_due
from veche.appeals.domain.public import change, settings_of
from veche.appeals.domain.remind import remind_waiting
from veche.appeals.domain.statement import statement, unsaid
from veche.appeals.domain.submit import EMPTY, late_words, submit
from veche.appeals.domain.tickets import Issued, issue, opened
from veche.appeals.enums import AppealState
from veche.appeals.errors import AppealError, Decided
from veche.appeals.models import Appeal, AppealSettings, Ticket
from veche.appeals.public_views import NOTHING_TYPED, TOO_MANY, WRONG
from veche.cases.models import CaseSettings
from veche.commenting.domain.close import close
from veche.commenting.enums import Mode
from veche.inbox.enums import MessageState
from veche.inbox.models import Conversation, Message
from veche.journal.models import Entry
from veche.moderation.domain.notices import Draft
from veche.moderation.domain.restrict import restrict
from veche.moderation.models import Evidence, Proposal, Ruling
from veche.staff.models import Administration, Person

WHY = "Это про работу, а не про человека"
AT = f"/comments/{SLUG}"


def sent(browser: Client, issued: Issued, text: str = WHY) -> str:
    """The page after number, code and words."""
    typed = {"number": f"№ {issued.ticket.number}", "code": issued.code.lower().replace("-", " ")}
    page = browser.post(f"{AT}/appeal/", typed)
    assert page.status_code == 200
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Cache-Control"] == "no-store"
    key = page.context["form"]["pass_"].value()
    return browser.post(f"{AT}/appeal/send/", {"pass_": key, "text": text}).content.decode()


def test_a_resident_contests_and_another_person_brings_the_comment_back(
    terms: AppealSettings, ruling: Ruling, alice: Person, bob: Person
) -> None:
    issued, stranger = issue(decision=ruling, by=alice), Client()
    notice = statement(issued, terms)
    for part in (
        "удалили ваш комментарий от",
        "Оскорбление".lower(),
        ruling.norm,
        "программа",
        f"номер {issued.ticket.number}",
    ):
        assert part in notice
    assert issued.code in notice
    before = unsaid(Draft(ruling.message, ruling.ground, ruling.norm), terms)
    own = f"номер {issued.ticket.number}, код {issued.code}"
    assert before == notice.replace(own, "номер (дадим после решения), код (увидит только автор)")
    assert "Анна" not in notice
    assert issued.code not in str(Ticket.objects.values_list()[0])

    page = sent(stranger, issued)
    assert "Жалобу приняли" in page
    assert SAID in page
    assert "Анна" not in page
    assert "<script" not in page
    appeal = Appeal.objects.get()
    assert (appeal.ruling, appeal.judge, appeal.text) == (ruling, alice, WHY)
    sent_again = sent(stranger, issued, "Ещё раз")
    assert WHY in sent_again
    assert Appeal.objects.count() == 1

    with pytest.raises(AppealError, match="решение приняли вы"):
        decide(appeal=appeal, by=alice, overturn=True, reason="Ошиблась")
    own = client_of(alice).get(f"/inbox/appeals/{appeal.pk}/").content.decode()
    assert "Решит другой сотрудник" in own
    assert 'name="overturn"' not in own
    other = client_of(bob)
    assert other.post(f"/inbox/appeals/{appeal.pk}/decide/", {"reason": " ", "overturn": "1"}).status_code == 422
    answer = other.post(f"/inbox/appeals/{appeal.pk}/decide/", {"reason": "Слова про работу.", "overturn": "1"})
    assert answer.status_code == 302
    with pytest.raises(Decided):
        decide(appeal=appeal, by=bob, overturn=False, reason="Нет")

    appeal.refresh_from_db()
    assert appeal.restoration is not None
    assert appeal.restoration.act is not None
    assert appeal.restoration.act.verb == "restore_comment"
    assert Message.objects.get(pk=ruling.message_id).state == MessageState.RESTORING
    told = stranger.post(f"{AT}/appeal/", {"number": issued.ticket.number, "code": issued.code}).content.decode()
    assert "Вы правы" in told
    assert "Слова про работу." in told
    assert "bob" not in told
    assert f"/inbox/appeals/notice/{ruling.pk}/" in other.get(f"/inbox/deletions/{ruling.pk}/").content.decode()
    assert issued.code not in other.get(f"/inbox/appeals/notice/{ruling.pk}/").content.decode()
    verbs = list(Entry.objects.filter(verb__startswith="appeal.").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["appeal.settings_changed", "appeal.code_issued", "appeal.came", "appeal.overturned"]


def test_the_page_marks_the_words_and_names_every_way(terms: AppealSettings, ruling: Ruling, alice: Person) -> None:
    """To write again, to contest, to ask officially; a refused appeal is shown where it was written, with its words."""
    message, rude = ruling.message, "тупая скотина"
    start = SAID.index(rude)
    span = {"ground": "insult", "start": start, "end": start + len(rude), "rule": "insult", "words": ""}
    told = {"ground": "insult", "grounds": ["insult"], "scores": {"insult": 0.9}, "spans": [span], "at": NOON}
    Proposal.objects.create(administration=terms.administration, message=message, **told)
    Message.objects.filter(pk=message.pk).update(screened_at=NOON)
    Evidence.objects.filter(ruling=ruling).update(post_url="https://vk.com/wall-1_1")
    formal = "Официально: в приёмную на улице Светлой, 1, или на https://example.org/priem"
    CaseSettings.objects.create(administration=terms.administration, formal=formal)
    issued, browser = issue(decision=ruling, by=alice), Client()
    opened_page = browser.post(f"{AT}/appeal/", {"number": issued.ticket.number, "code": issued.code})
    page = opened_page.content.decode()
    assert words(element(page, "mark")) == rude
    assert "на которые указала программа" in words(page)
    assert [words(one) for one in elements(element(page, ".ways"), "b")] == [
        "Написать заново без обидных слов",
        "Не согласны? Попросите пересмотреть",
    ]
    assert attribute(element(page, ".ways"), "a", "href") == "https://vk.com/wall-1_1"
    assert "Писать и читать вы можете" in words(page)
    assert attribute(element(page, ".public-foot"), "a[rel=nofollow]", "href") == "https://example.org/priem"
    assert "улице Светлой" in browser.get(f"{AT}/").content.decode()

    typed = {"pass_": opened_page.context["form"]["pass_"].value(), "text": " ", "contact": "anna@example.org"}
    refused = browser.post(f"{AT}/appeal/send/", typed)
    form = element(refused.content.decode(), "#contest")
    assert (refused.status_code, EMPTY in words(form), "anna@example.org" in form) == (422, True, True)
    assert attribute(form, "form", "action").endswith("#contest")
    over = browser.post(f"{AT}/appeal/send/", typed | {"pass_": "", "text": WHY}).content.decode()
    assert element(over, "#kept-text").count("anna@example.org") == 1

    restrict(message=message, by=alice, ground="insult", term="week", why="грубит снова")
    page = browser.post(f"{AT}/appeal/", {"number": issued.ticket.number, "code": issued.code}).content.decode()
    assert ("Написать заново" in page, "Читать страницу вы можете" in words(page)) == (False, True)


@pytest.mark.parametrize("of_post", [True, False])
def test_nobody_is_offered_to_write_where_comments_are_closed(
    terms: AppealSettings, ruling: Ruling, alice: Person, of_post: bool
) -> None:
    message = ruling.message
    post = published(message.account)
    Conversation.objects.filter(pk=message.conversation_id).update(act=post)
    closed = close(
        account=message.account,
        publication=post if of_post else None,
        by=alice,
        mode=Mode.CLOSED,
        reason="Чужие телефоны",
        until=None,
    )
    issued, browser = issue(decision=ruling, by=alice), Client()
    code = {"number": issued.ticket.number, "code": issued.code}
    assert "Писать и читать вы можете" in words(browser.post(f"{AT}/appeal/", code).content.decode())
    stands(closed.act)
    page = words(browser.post(f"{AT}/appeal/", code).content.decode())
    assert ("Написать заново" in page, "Читать страницу вы можете, как раньше" in page) == (False, True)


def test_the_second_person_of_a_restriction_decides_no_appeal_against_it(
    terms: AppealSettings, ruling: Ruling, alice: Person, bob: Person, carol: Person
) -> None:
    limit = restrict(message=ruling.message, by=alice, ground="insult", term="good", why="пишет так часто", second=bob)
    sent(Client(), issue(decision=limit, by=alice))
    appeal = Appeal.objects.get()

    for one in (alice, bob):
        with pytest.raises(AppealError, match="решение приняли вы"):
            decide(appeal=appeal, by=one, overturn=False, reason="Нет")
    assert 'name="overturn"' not in client_of(bob).get(f"/inbox/appeals/{appeal.pk}/").content.decode()
    waits = {one: "жалоба на" in client_of(one).get("/").content.decode() for one in (alice, bob, carol)}
    assert waits == {alice: False, bob: False, carol: True}
    with time_machine.travel(appeal.due_at - timedelta(hours=1)):
        assert remind_waiting() == 1
    assert {one.person for one in Alarm.objects.filter(kind="appeals.soon")} == {carol}
    decide(appeal=appeal, by=carol, overturn=False, reason="Слова остались оскорблением.")


def test_a_deletion_on_its_way_is_not_called_restored(
    terms: AppealSettings, ruling: Ruling, alice: Person, bob: Person
) -> None:
    Message.objects.filter(pk=ruling.message_id).update(state=MessageState.DELETING)
    appeal = submit(ticket=issue(decision=ruling, by=alice).ticket, terms=terms, text=WHY)

    refused = client_of(bob).post(
        f"/inbox/appeals/{appeal.pk}/decide/", {"reason": "Слова про работу.", "overturn": "1"}
    )
    assert refused.status_code == 422
    assert "Удаление ещё в пути" in refused.content.decode()
    assert "Слова про работу." in refused.content.decode()
    appeal.refresh_from_db()
    assert appeal.is_waiting


def test_the_database_refuses_a_judge_in_his_own_case(terms: AppealSettings, ruling: Ruling, bob: Person) -> None:
    ticket = issue(decision=ruling, by=None).ticket
    appeal = submit(ticket=ticket, terms=terms, text=WHY)
    done = {"state": AppealState.UPHELD, "decided_at": NOON, "reason": "Так", "next_notice_at": None}
    rows = Appeal.objects.filter(pk=appeal.pk)
    for wrong in (
        {**done, "decided_by": ruling.person},
        {**done, "decided_by": bob, "reason": ""},
        {**done, "decided_by": bob, "judge": None},
        {"state": AppealState.UPHELD},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)

    # Another judge than who took the decision: the key of two columns, checked when the transaction ends.
    def name_another_judge() -> None:
        rows.update(**done, judge=bob, decided_by=ruling.person)
        transaction.get_connection().check_constraints()

    with pytest.raises(IntegrityError), transaction.atomic():
        name_another_judge()


def test_wrong_numbers_and_codes_look_the_same_and_are_counted(
    terms: AppealSettings, ruling: Ruling, alice: Person, mallory: Person
) -> None:
    issued, stranger = issue(decision=ruling, by=alice), Client()
    elsewhere = change(
        administration=mallory.administration, by=mallory, said={"is_open": True, "slug": "barnaul", "days": 5}
    )
    assert opened(mallory.administration, str(issued.ticket.number), issued.code) is None
    pages = set()
    for number, code in ((issued.ticket.number, "AAAA-2222-BBBB"), (99, issued.code), ("9" * 40, "x"), ("да", "")):
        page = stranger.post(f"{AT}/appeal/", {"number": number, "code": code})
        assert page.status_code == 422
        pages.add(page.context["form"].non_field_errors()[0])
    assert pages == {WRONG}
    for blank in ("", "\u200b"):
        assert NOTHING_TYPED in stranger.post(f"{AT}/appeal/", {"number": blank, "code": ""}).content.decode()
    for _ in range(6):
        stranger.post(f"{AT}/appeal/", {"number": 7, "code": "AAAA"})
    refused = stranger.post(f"{AT}/appeal/", {"number": issued.ticket.number, "code": issued.code})
    assert refused.status_code == 429
    assert TOO_MANY in refused.content.decode()
    # Somebody at another address is not held up, and a right code is not counted.
    neighbour = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(12):
        page = neighbour.post(f"{AT}/appeal/", {"number": issued.ticket.number, "code": issued.code})
        assert page.status_code == 200
    # Wrong codes of one number from many addresses do not keep its author out.
    for last in range(30):
        Client(REMOTE_ADDR=f"198.51.100.{last}").post(f"{AT}/appeal/", {"number": issued.ticket.number, "code": "AAAA"})
    page = neighbour.post(f"{AT}/appeal/", {"number": issued.ticket.number, "code": issued.code})
    assert page.status_code == 200
    # A renewed code ends the former one; a closed page opens nothing.
    issue(decision=ruling, by=alice)
    assert opened(terms.administration, str(issued.ticket.number), issued.code) is None
    change(administration=elsewhere.administration, by=mallory, said={"is_open": False})
    assert stranger.get("/comments/barnaul/").status_code == 404
    assert stranger.get("/comments/nowhere/").status_code == 404


def test_bad_input_is_kept_and_explained(terms: AppealSettings, ruling: Ruling, alice: Person) -> None:
    issued, stranger = issue(decision=ruling, by=alice), Client()
    for text, said in (
        ("", EMPTY),
        ("\u202e \u3164", EMPTY),
        ("😀" * 30_000, EMPTY),
        ("я" * 2_001, "у вас 2001"),
        ("я" * 100_001, "Длиннее 100000"),
    ):
        assert said in sent(stranger, issued, text)
    assert Appeal.objects.count() == 0
    page = sent(stranger, issued, "<script>alert(1)</script> \u202eневерно 😀")
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page
    assert Appeal.objects.get().text == "<script>alert(1)</script> неверно 😀"
    forged = stranger.post(f"{AT}/appeal/send/", {"pass_": "1:x:y", "text": WHY})
    assert forged.status_code == 422
    assert WHY in forged.content.decode()
    # After the term nothing is accepted.
    later = Ruling.objects.get(pk=ruling.pk)
    with time_machine.travel(later.at + timedelta(days=31)), pytest.raises(AppealError, match="срок прошёл"):
        submit(ticket=Ticket(administration=terms.administration, pk=0, ruling=ruling), terms=terms, text=WHY)


def test_without_a_number_a_person_finds_the_decision(
    terms: AppealSettings, ruling: Ruling, bob: Person, carol: Person
) -> None:
    stranger, place = Client(), f"{AT}/appeal/place/"
    form = stranger.get(place).context["form"]
    typed = {"network": "vk", "day": "2026-11-25", "time": "12:30", "post": "Про двор", "text": WHY}
    typed["once"] = str(form["once"].value())
    ahead = stranger.post(place, typed | {"day": "2099-01-01"})
    assert (ahead.status_code, "Этот час ещё не наступил" in ahead.content.decode()) == (422, True)
    first, second = (stranger.post(place, typed) for _ in range(2))
    assert SAID not in first.content.decode()
    assert Appeal.objects.count() == 1
    number, code = second.context["issued"].ticket.number, second.context["issued"].code
    appeal = Appeal.objects.get()
    assert appeal.decision is None

    press = client_of(bob)
    page = press.get(f"/inbox/appeals/{appeal.pk}/")
    assert f'value="ruling-{ruling.pk}"' in page.content.decode()
    press.post(f"/inbox/appeals/{appeal.pk}/match/", {"decision": f"ruling-{ruling.pk}"})
    waiting = stranger.post(f"{AT}/appeal/", {"number": number, "code": code}).content.decode()
    assert SAID not in waiting  # perhaps not the author
    press.post(f"/inbox/appeals/{appeal.pk}/decide/", {"reason": "Это оскорбление.", "uphold": "1"})
    told = stranger.post(f"{AT}/appeal/", {"number": number, "code": code}).content.decode()
    assert "Это оскорбление." in told
    assert SAID not in told
    for _ in range(8):
        answer = stranger.post(place, typed | {"once": ""})
    assert answer.status_code == 429
    assert WHY in answer.content.decode()
    assert Appeal.objects.filter(decided_at=None).count() == 4  # six an hour, of which two were one press


def test_terms_run_in_working_days_and_remind_others(
    terms: AppealSettings, ruling: Ruling, alice: Person, bob: Person, carol: Person
) -> None:
    with time_machine.travel(NOON, tick=False):  # a Wednesday: the fifth working day is the next one
        appeal = submit(ticket=issue(decision=ruling, by=alice).ticket, terms=terms, text=WHY)
        assert appeal.due_at.date() == (NOON + timedelta(days=7)).date()
    with time_machine.travel(appeal.due_at - timedelta(hours=1)):
        assert remind_waiting() == 1
        assert {one.person for one in Alarm.objects.filter(kind="appeals.soon")} == {bob, carol}
    with time_machine.travel(appeal.due_at + timedelta(minutes=1)):
        assert remind_waiting() == 1
        assert {one.person for one in Alarm.objects.filter(kind="appeals.due")} == {carol}
        [letter] = read_due(carol.administration, carol, [appeal.pk]).values()
        assert letter.lines == ["Срок ответа на жалобу вышел ср, 2 декабря в 17:00."]
        assert remind_waiting() == 0
        page = client_of(carol).get("/inbox/appeals/?show=late").content.decode()
        assert "срок вышел" in page


@pytest.mark.parametrize(("days", "said"), [(30, "30 дней,"), (31, "31 день,"), (92, "92 дня,")])
def test_a_late_appeal_names_its_days(days: int, said: str) -> None:
    assert said in late_words(AppealSettings(accept_days=days)).replace("\N{NO-BREAK SPACE}", " ")


def test_codes_are_long_and_forgiving() -> None:
    codes = {new_code() for _ in range(100)}
    assert len(codes) == 100
    assert all(len(read_code(code)) == LENGTH and set(read_code(code)) <= set(ALPHABET) for code in codes)
    assert read_code(" аВЕк-мнрс тухz ") == "ABEKMHPCTYXZ"
    assert read_code("ЗDAE-ЗBEЗ-6TDS") == "3DAE3BE36TDS"


def test_the_whole_notice_may_be_pasted_into_either_field(rubtsovsk: Administration, alice: Person) -> None:
    issued = issue(decision=ruled(rubtsovsk, alice), by=None)
    notice = (
        "Основание: угроза, статья 119 Уголовного кодекса. Не согласны? Напишите до 2 января 2027, "
        f"номер {issued.ticket.number}, код {issued.code}. Решит другой сотрудник за 5 рабочих дней."
    )
    number = str(issued.ticket.number)
    copied = f"Номер{number}Код{issued.code}"  # as a field keeps the lines of the page that shows both
    apart = f"номер {number}", f"код {issued.code}"
    for typed in ((number, notice), (notice, ""), ("", notice), (copied, ""), apart):
        assert opened(rubtsovsk, *typed) == issued.ticket
    assert opened(rubtsovsk, notice.replace(issued.code, new_code()), "") is None


def test_the_settings_page_opens_the_rules(rubtsovsk: Administration, carol: Person, mallory: Person) -> None:
    change(administration=mallory.administration, by=mallory, said={"is_open": True, "slug": "taken"})
    head, stranger = client_of(carol), Client()
    typed = {"is_open": "on", "slug": "", "days": 5, "accept_days": 30}
    for slug in ("", "taken", "рубцовск"):
        answer = head.post("/inbox/appeals/settings/", typed | {"slug": slug})
        assert answer.status_code == 422
    assert not settings_of(rubtsovsk).is_open
    assert stranger.get(f"{AT}/").status_code == 404
    assert head.post("/inbox/appeals/settings/", typed | {"slug": SLUG}).status_code == 302
    page = stranger.get(f"{AT}/")
    assert "Спорить и ругать нас можно" in page.content.decode()
    assert "<script" not in page.content.decode()
    assert "X-Robots-Tag" not in page.headers
    assert set(stranger.cookies) <= {"csrftoken", "__Host-csrftoken", "veche-csrf"}
