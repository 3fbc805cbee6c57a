"""Groups of comments that wait: which there are, one press for all, ten seconds to take it back."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import NOON, make_account, make_conversation, make_letter, make_message
from tests.markup import attribute, element, elements, words
from tests.people import client_of
from veche.accounts.models import Account
from veche.cases.domain.change import close
from veche.cases.domain.open import add_comments, open_case
from veche.cases.enums import CaseState, How, WhyClosed
from veche.cases.models import Case
from veche.demo.content import storm as storm_day
from veche.demo.content.storm import BUS, TALK, WATER
from veche.groups.domain.carry_out import carry_out
from veche.groups.domain.decide import Words, answer_case, decide
from veche.groups.domain.find import find_groups
from veche.groups.domain.sort import sort_new
from veche.groups.domain.undo import undo
from veche.groups.enums import GroupKind, GroupVerb
from veche.groups.errors import GroupError
from veche.groups.models import GroupDecision
from veche.inbox.domain.holds import take
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Message, Wording
from veche.journal.models import Entry
from veche.moderation.domain.evidence_integrity import is_intact
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.rule import keep
from veche.moderation.enums import Danger, RulingVerb
from veche.moderation.models import Proposal, Ruling
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

REPLY = "Здравствуйте! «Водоканал» вернёт воду сегодня до 20:00. Если вечером её нет, напишите сюда."
LIST, DECIDE = "/inbox/groups/", "/inbox/groups/decide/"
RAID = "Заработок без вложений, от 5000 рублей в день! Пиши в телеграм @zarabotok_legko, ссылка в профиле"
INSULTS = ("Вы идиоты", "Какие же вы дебилы", "Мэр дурак и придурок", "Вы тупые уроды", "Идиоты и твари")


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def storm(account: Account, alice: Person) -> Case:
    """Six who paste an advertisement, five who insult under one post, three in a case, four who are alone."""
    minutes = iter(range(100))

    def said(text: str, post: str = "1") -> Message:
        number = next(minutes)
        talk = make_conversation(account, post_id=post)
        at = NOON - timedelta(minutes=100 - number)
        return make_message(account, text=text, at=at, author_id=str(number), conversation=talk)

    for _ in range(6):
        said(RAID)
    for text in INSULTS:
        said(text, "2")
    for text in ("Почему закрыт каток?", "Где взять справку?", "Спасибо за горку", "Когда откроют мост?"):
        said(text, "3")
    about = [said(text, "3") for text in ("Яма на Ленина, 5", "Когда засыплют яму?", "Ленина 7: опять яма у дома")]
    case = open_case(message=about[0], by=alice)
    add_comments(case=case, by=alice, messages=about[1:])
    propose_for_new()
    return case


def values(page: str) -> list[str]:
    """Of the boxes that can be ticked."""
    boxes = (one for one in elements(page, "[name=comment]") if " disabled" not in one)
    return [attribute(one, "input", "value") for one in boxes]


def states(*messages: Message) -> list[str]:
    found = Message.objects.in_bulk([one.pk for one in messages])
    return [found[one.pk].state for one in messages]


def members(administration: Administration, kind: GroupKind) -> list[Message]:
    [group] = [one for one in find_groups(administration).groups if one.kind == kind]
    found = Message.objects.in_bulk([one.pk for one in group.members])
    return [found[one.pk] for one in group.members]


@time_machine.travel(NOON, tick=False)
def test_a_storm_is_a_few_lines(account: Account, alice: Person, dave: Person) -> None:
    """With up to three examples each, equal ones once, in twelve queries; a reader decides nothing."""
    case = storm(account, alice)
    with CaptureQueriesContext(connection) as asked:
        found = find_groups(alice.administration)
    assert len(asked) == 1
    sizes = [(group.kind, len(group.members)) for group in found.groups]
    assert sizes == [(GroupKind.SAME, 6), (GroupKind.POST, 5), (GroupKind.CASE, 3)]
    assert len(found.alone) == 4

    browser = client_of(alice)
    browser.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(LIST).content.decode()
    assert len(asked) <= 12
    titles = [words(one) for one in elements(page, ".what")]
    assert titles[0] == "Одно и то же от 6 авторов: похоже на рассылку"
    assert titles[2:] == [f"В деле «{case.title}»", "Разные, по одному"]
    assert len(elements(element(page, ".group-here"), "li")[1:]) == 1
    assert len(values(page)) == 6
    assert "В группах 14 комментариев, по одному — ещё 4" in words(page)
    # What comes after it is announced, not drawn.
    asks = attribute(page, "[data-news]", "data-news")
    make_message(account, text="А у нас?", at=NOON + timedelta(seconds=1))
    with time_machine.travel(NOON + timedelta(seconds=2), tick=False):
        assert browser.get(asks).json() == {"says": "Новых: 1 — показать"}
    seen = client_of(dave).get(LIST).content.decode()
    assert not values(seen)
    assert "Решает пресс-служба" in words(seen)


def test_one_press_deletes_each_with_its_ground_after_ten_seconds(account: Account, alice: Person) -> None:
    """What somebody has taken or decided meanwhile is left out and told of."""
    with time_machine.travel(NOON, tick=False) as clock:
        storm(account, alice)
        browser = client_of(alice)
        raid = members(alice.administration, GroupKind.SAME)
        sent = send(browser, browser.get(LIST).content.decode(), verb="delete", ground="spam")
        assert states(*raid) == [MessageState.NEW] * 6
        assert (Act.objects.count(), Ruling.objects.count()) == (0, 0)
        assert "Удалим 6 комментариев (спам) через 10 секунд" in words(sent)
        # They are decided about: no longer a group, and nobody decides a second time.
        assert [one.kind for one in find_groups(alice.administration).groups] == [GroupKind.POST, GroupKind.CASE]
        keep(message=raid[0], by=alice)
        Wording.objects.create(
            administration=alice.administration, message=raid[1], text="!", at=NOON, received_at=NOON
        )
        clock.shift(11)
        assert (carry_out(), carry_out()) == (6, 0)
        rulings = list(Ruling.objects.filter(verb=RulingVerb.DELETE).select_related("evidence", "act"))
        assert {one.message_id for one in rulings} == {one.pk for one in raid[2:]}
        assert {(one.ground, one.person, is_intact(one.evidence)) for one in rulings} == {("spam", alice, True)}
        assert {one.act.due_at for one in rulings if one.act} == {NOON + timedelta(seconds=11)}
        page = words(browser.get(LIST).content.decode())
        assert "Решили удалить (спам): 4 из 6. Пропустили: Житель поправил слова" in page
        assert "с ним уже решили иначе — 1" in page
        # The open page hears what is left for its menu.
        polled = browser.get(LIST, {"part": "recent"}, headers={"HX-Request": "true"})
        assert json.loads(polled.headers["HX-Trigger"]) == {"veche:counted": {"inbox": 13}}


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("verb", [GroupVerb.KEEP, GroupVerb.CASE])
def test_nothing_is_decided_about_words_that_nobody_has_read(account: Account, alice: Person, verb: GroupVerb) -> None:
    """A comment that was edited after the page was drawn waits on; the others are decided about."""
    storm(account, alice)
    edited, *others = members(alice.administration, GroupKind.SAME)
    Wording.objects.create(administration=alice.administration, message=edited, text="!", at=NOON, received_at=NOON)
    shown = dict.fromkeys([one.pk for one in (edited, *others)], 0)
    made = decide(by=alice, kind=GroupKind.SAME, verb=verb, chosen=shown)
    GroupDecision.objects.update(due_at=NOON)
    assert carry_out() == 6
    left = list(made.entries.filter(outcome="left").values_list("message", "why"))
    assert [(pk, "поправил слова" in why) for pk, why in left] == [(edited.pk, True)]
    edited.refresh_from_db()
    assert (edited.state, hasattr(edited, "in_case")) == (MessageState.NEW, False)


def test_a_press_is_taken_back_until_the_worker_begins(account: Account, alice: Person, bob: Person) -> None:
    """Also without a script: the button of the page is a form. Afterwards it says that it is too late."""
    with time_machine.travel(NOON, tick=False) as clock:
        storm(account, alice)
        browser, colleague = client_of(alice), client_of(bob)
        raid = members(alice.administration, GroupKind.SAME)
        page = browser.get(LIST).content.decode()
        refused = send(browser, page, verb="delete")
        assert "Критика основанием не бывает" in words(refused)
        group = attribute(page, "[name=group]", "value")
        chosen = values(page)[1:]
        pressed = send(browser, page, verb="delete", ground="insult", comment=chosen)
        # A colleague who had the same page open does not decide a second time.
        assert "эти комментарии уже разобрали или разбирают" in words(
            send(colleague, page, verb="keep", comment=chosen)
        )
        back = browser.post(attribute(element(pressed, ".group-fates"), "form", "action"), follow=True)
        assert "Отменили: 5 комментариев на месте, ничего не изменилось" in words(back.content.decode())
        # The group stands there as it was sent.
        again = back.content.decode()
        assert attribute(again, "[name=group]", "value") == group
        ticked = [attribute(one, "input", "value") for one in elements(again, "[name=comment]") if " checked" in one]
        assert ticked == chosen
        assert [" checked" in one for one in elements(again, "[name=ground]") if 'value="insult"' in one] == [True]
        clock.shift(11)
        assert (carry_out(), states(*raid)) == (0, [MessageState.NEW] * 6)

        send(browser, page, verb="keep")
        clock.shift(11)
        assert carry_out() == 6
        assert states(*raid) == [MessageState.KEPT] * 6
        last = GroupDecision.objects.latest("pk")
        with pytest.raises(GroupError, match="Отменить не успели"):
            undo(decision=last, by=alice)
        verbs = Entry.objects.filter(verb__startswith="group.").values_list("verb", flat=True)
        assert list(verbs) == ["group.decided", "group.undone", "group.decided"]


@time_machine.travel(NOON, tick=False)
def test_what_is_left_out_and_what_goes_into_one_case(account: Account, alice: Person, bob: Person) -> None:
    """Somebody's own work, what is dangerous, our own comments, private messages and those of another city."""
    storm(account, alice)
    insults = members(alice.administration, GroupKind.POST)
    take(message=insults[0], by=bob)
    Proposal.objects.filter(message=insults[1]).update(danger=Danger.THREAT)
    page = client_of(alice).get(f"{LIST}?group=post-{insults[0].conversation_id}").content.decode()
    assert len(values(page)) == 3
    assert "взято: bob — 1" in words(page)
    assert "опасные, их читают по одному — 1" in words(page)

    ours, letter = make_message(account, ours=True), make_letter(account)
    chosen = dict.fromkeys([one.pk for one in (*insults, ours, letter)], 0)
    made = decide(by=alice, kind=GroupKind.POST, verb=GroupVerb.CASE, chosen=chosen)
    assert {entry.message_id for entry in made.entries.all()} == {one.pk for one in insults[2:]}
    GroupDecision.objects.update(due_at=NOON)
    assert carry_out() == 3
    [case] = Case.objects.filter(entries__message=insults[2])
    assert case.entries.count() == 3
    [group] = [one for one in find_groups(alice.administration).groups if one.number == case.pk]
    assert (group.kind, len(group.members)) == (GroupKind.CASE, 3)


@time_machine.travel(NOON, tick=False)
def test_what_asks_about_one_trouble_is_one_group(account: Account, alice: Person) -> None:
    """By topic and place, in other words each; later ones join the trouble that is known, whoever sorts them."""
    storm(account, alice)
    asked = [make_message(account, text=text, at=NOON, author_id=str(n)) for n, text in enumerate(WATER[:4], 500)]
    late = make_message(account, text=WATER[4], at=NOON, author_id="600")
    for one in asked:
        Message.objects.filter(pk=one.pk).update(screened_at=NOON)
    assert sort_new() > 4
    found = find_groups(alice.administration)
    [group] = [one for one in found.groups if one.kind == GroupKind.TROUBLE]
    assert {one.pk for one in group.members} == {one.pk for one in asked}
    Message.objects.filter(pk=late.pk).update(screened_at=NOON)
    assert (sort_new(), sort_new()) == (1, 0)
    [group] = [one for one in find_groups(alice.administration).groups if one.kind == GroupKind.TROUBLE]
    assert (group.number, len(group.members)) == (asked[0].pk, 5)
    page = client_of(alice).get(f"{LIST}?group={group.key}").content.decode()
    assert words(element(page, "#bulk-title")) == "Об одном спрашивают 5 человек: вода и канализация"
    # An advertisement stays a raid, whatever it asks.
    assert [len(one.members) for one in find_groups(alice.administration).groups if one.is_proposed] == [6, 5]


def test_one_answer_goes_to_all_who_want_one(account: Account, alice: Person) -> None:
    """Without what is proposed for deletion and without who takes no answers; taken back, its words come back."""
    with time_machine.travel(NOON, tick=False) as clock:
        asked = [make_message(account, text=text, at=NOON, author_id=str(n)) for n, text in enumerate(WATER[:5])]
        before = make_message(account, text="Где вода?", at=NOON, author_id="4", state=MessageState.KEPT)
        close(case=open_case(message=before, by=alice), by=alice, why=WhyClosed.NO_REPLIES)
        Message.objects.filter(pk__in=[one.pk for one in asked]).update(screened_at=NOON)
        sort_new()
        Message.objects.filter(pk=asked[3].pk).update(suspect=True)
        [group] = find_groups(alice.administration).groups
        browser, url = client_of(alice), f"{LIST}?group={group.key}"
        page = browser.get(url).content.decode()
        assert "автор не принимает ответы — 1" in words(element(page, ".will"))

        told = {"kind": "trouble", "group": group.key, "verb": "answer", "how": "each"}
        ticked = {"comment": [f"{one.pk}.0" for one in asked[1:]]}
        nobody = browser.post(DECIDE, told | {"text": REPLY}).content.decode()
        assert "Ни один комментарий не отмечен" in words(nobody)
        refused = browser.post(DECIDE, told | ticked | {"text": "Воду дадут {когда}."})
        assert refused.status_code == 422
        assert "Воду дадут {когда}." in element(refused.content.decode(), "textarea")
        boxes = elements(refused.content.decode(), "[name=comment]")
        assert [" checked" in one for one in boxes] == [False, True, True, True, True]

        page = browser.post(DECIDE, told | ticked | {"text": REPLY}, follow=True).content.decode()
        assert "Ответим на 2 комментария через 10 секунд" in words(page)
        back = browser.post(attribute(element(page, ".group-fates"), "form", "action"), follow=True).content.decode()
        assert REPLY in element(back, "textarea")
        assert "Отменили: ответ не ушёл, текст цел" in words(back)

        browser.post(DECIDE, told | ticked | {"text": REPLY})
        gone = told | ticked | {"group": "trouble-0", "text": "Второй ответ, бригада будет завтра."}
        page = browser.post(DECIDE, gone).content.decode()
        assert "Второй ответ" in element(page, ".group-gone")
        assert ("уже разобрали" in words(page), page.count("Второй ответ")) == (True, 1)
        clock.shift(11)
        assert (carry_out(), carry_out()) == (2, 0)
        [case] = Case.objects.filter(state=CaseState.ANSWERED)
        assert {(one.message_id, one.text) for one in Answer.objects.all()} == {(one.pk, REPLY) for one in asked[1:3]}
        assert {one.message_id for one in case.entries.all()} == {one.pk for one in asked[1:3]}
        assert states(asked[0], asked[3], asked[4]) == [MessageState.NEW] * 3
        assert f"дело {case.pk}" in words(browser.get(LIST).content.decode())


def test_a_case_of_several_is_answered_after_ten_seconds(account: Account, alice: Person) -> None:
    """Once under the post; what comes into the case meanwhile is answered with it, another answer is refused."""
    with time_machine.travel(NOON, tick=False) as clock:
        case = storm(account, alice)
        browser, url = client_of(alice), f"/inbox/cases/{case.pk}/"
        page = browser.post(f"{url}answer/", {"text": REPLY, "how": "one"}, follow=True).content.decode()
        assert "Ответ уйдёт через 10 секунд" in words(page)
        assert browser.post(f"{url}answer/", {"text": "Завтра.", "how": "one"}).status_code == 422
        back = browser.post(attribute(element(page, ".case-held"), "form", "action"), follow=True).content.decode()
        assert REPLY in element(back, "textarea")

        browser.post(f"{url}answer/", {"text": REPLY, "how": "one"})
        late = make_message(account, text="И у нас на Ленина яма", at=NOON)
        add_comments(case=case, by=alice, messages=[late])
        clock.shift(11)
        assert carry_out() == 3
        [first, *others] = Message.objects.filter(in_case__case=case).order_by("pk")
        assert [one.message_id for one in Answer.objects.filter(message__conversation=first.conversation)] == [first.pk]
        assert {one.state for one in (first, *others)} == {MessageState.ANSWERED}
        assert Case.objects.get(pk=case.pk).state == CaseState.ANSWERED


def test_a_decision_that_breaks_off_holds_up_no_other_and_is_named(
    account: Account, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program fails at one comment of one decision: the others are decided about, it is tried three times."""
    with time_machine.travel(NOON, tick=False) as clock:
        case = storm(account, alice)
        raid, insults = (members(alice.administration, kind) for kind in (GroupKind.SAME, GroupKind.POST))
        for kind, some in ((GroupKind.SAME, raid), (GroupKind.POST, insults)):
            decide(by=alice, kind=kind, verb=GroupVerb.KEEP, chosen=dict.fromkeys([one.pk for one in some], 0))
        answer_case(by=alice, case=case, words=Words(REPLY, How.ONE))

        def broken(*, message: Message, by: Person, shown: object) -> None:
            if message == raid[1]:
                raise RuntimeError
            keep(message=message, by=by)

        def refused(**_: object) -> None:
            raise RuntimeError

        monkeypatch.setattr("veche.moderation.domain.rule.keep", broken)
        monkeypatch.setattr("veche.groups.domain.carry_out.answer", refused)
        clock.shift(11)
        carry_out()
        assert states(*raid, *insults).count(MessageState.KEPT) == 10
        browser = client_of(alice)
        assert "Оставили на месте: 5 из 6. Сразу не вышло, сейчас повторим" in words(browser.get(LIST).content.decode())
        for seconds in (11, 61):
            clock.shift(seconds)
            carry_out()
        page = words(browser.get(LIST).content.decode())
        assert "5 из 6. Пропустили: сбой программы, решите ещё раз — 1" in page
        assert states(raid[1]) == [MessageState.NEW]
        page = browser.get(f"/inbox/cases/{case.pk}/").content.decode()
        assert REPLY in element(page, "textarea")
        assert "Ответ никому не ушёл, текст на месте. Сбой программы" in words(page)
        assert Entry.objects.filter(verb="group.broke_off").count() == 2


@time_machine.travel(NOON, tick=False)
def test_the_stormy_day_of_the_demo_takes_a_key_or_two_for_each_group(account: Account, alice: Person) -> None:
    """D for what is proposed, A and Ctrl+Enter for an answer to all; the next group opens by itself."""
    for number, text in enumerate((*WATER, *BUS, *TALK, *[storm_day.RAID] * storm_day.RAIDERS)):
        make_message(account, text=text, at=NOON - timedelta(minutes=100 - number), author_id=str(number))
    while propose_for_new() or sort_new():
        pass
    browser, keys, decided = client_of(alice), 0, 0
    page = browser.get(LIST).content.decode()
    while elements(page, ".bulk-form"):
        decided += len(values(page))
        if elements(page, "textarea[data-key=a]"):
            page, keys = send(browser, page, verb="answer", text=REPLY, how="each"), keys + 2
        else:
            assert " checked" in elements(page, "[name=ground]")[3]
            page, keys = send(browser, page, verb="delete", ground="spam"), keys + 1
    assert (keys, decided) == (5, 48)  # of sixty; the others are decided about one by one


def send(browser: Client, page: str, **said: str | list[str]) -> str:
    """Press a button of the shown group, all its boxes ticked if none are named."""
    form = element(page, ".bulk-form")
    hidden = {name: attribute(form, f"[name={name}]", "value") for name in ("kind", "group", "next")}
    answer = browser.post(DECIDE, hidden | {"comment": values(page)} | said, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()
