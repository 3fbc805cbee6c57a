"""The page of a text's words: a curator suggests, the press takes with one tap, both see what became of it."""

from django.test import Client
from django.urls import reverse

from tests.approval.routes import ask_about_item, department_of, route, steps
from tests.markup import element, elements
from tests.markup import words as spoken
from tests.people import client_of
from tests.written import drafted, working, write
from veche.posts.domain.comments import comment
from veche.posts.domain.queries import latest_version
from veche.posts.domain.suggest import Seen, suggest
from veche.posts.models import Comment, Post, Suggestion
from veche.staff.models import Person

BASE = "Горку зальём в понедельник. Огни зажжём в 18:00."
PROPOSED = "Горку зальём во вторник. Огни зажжём в 17:00."


def about(by: Person, curator: Person, text: str = BASE) -> Post:
    post = drafted(by, text=text)
    post.plan_item.department = curator.department
    post.plan_item.save(update_fields=("department",))
    return post


def words(post: Post) -> str:
    return reverse("publishing:words", args=[post.pk])


def mark_on(browser: Client, post: Post) -> str:
    page = browser.get(words(post))
    found = page.context["suggesting"].mark
    assert f'value="{found}"' in page.content.decode()
    return str(found)


def test_words_written_over_an_older_text_touch_nothing_else(alice: Person, dave: Person):
    post, browser, press = about(alice, dave), client_of(dave), client_of(alice)
    seen = mark_on(browser, post)
    write(post, alice, BASE.replace("18:00", "18:30"))

    browser.post(f"{words(post)}suggest/", {"seen": seen, "text": PROPOSED, "note": "вода"})

    made = Suggestion.objects.of(alice.administration).get()
    page = press.get(words(post)).content.decode()
    assert (made.author, made.department) == (dave, dave.department)
    assert (made.note, made.base) == ("вода", BASE)
    assert page.count("текст уже другой") == 1
    press.post(f"{words(post)}suggested/{made.pk}/take/", {})
    assert working(post).text == "Горку зальём во вторник. Огни зажжём в 18:30."


def test_what_cannot_be_read_keeps_the_typed_words(alice: Person, dave: Person):
    post, browser = about(alice, dave), client_of(dave)

    refused = browser.post(f"{words(post)}suggest/", {"seen": "подделка", "text": PROPOSED})

    page = refused.content.decode()
    assert (refused.status_code, Suggestion.objects.exists()) == (422, False)
    assert "Не разобрать, какой текст был перед вами" in page
    assert "Горку зальём во вторник." in page


def test_an_emptied_text_is_no_suggestion(alice: Person, dave: Person):
    post, browser = about(alice, dave), client_of(dave)

    refused = browser.post(f"{words(post)}suggest/", {"seen": mark_on(browser, post), "text": " \n", "note": "вода"})

    page = refused.content.decode()
    assert (refused.status_code, Suggestion.objects.exists()) == (422, False)
    assert ("Вы стёрли весь текст" in page, 'value="вода"' in page) == (True, True)


def test_words_taken_back_say_so(alice: Person, dave: Person):
    post, browser = about(alice, dave), client_of(dave)
    made = suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)

    browser.post(f"{words(post)}suggested/{made.pk}/withdraw/")

    assert browser.get(words(post)).content.decode().count("забрали назад, ") == 1


def test_a_refused_reply_stays_where_it_was_written(alice: Person, dave: Person):
    """Also when the text has been closed meanwhile, where nothing else can be said."""
    post, browser = about(alice, dave), client_of(dave)
    first, second = (
        comment(post=post, by=alice, text=text, from_press=True) for text in ("Верно ли время?", "А место?")
    )
    seen = mark_on(browser, post)

    def refused(mark: str) -> tuple[int, list[str], bool]:
        data = {"seen": mark, "words": "Верно: в 18:00", "answers": second.pk}
        answer = browser.post(f"{words(post)}comment/", data)
        page = answer.content.decode()
        own = element(page, f"li#comment-{second.pk}")
        said = [text for text in ("Не разобрать, какой текст", "Запись сняли с плана") if text in own]
        assert '<details class="said-answer" open>' in own
        kept = [spoken(element(own, "textarea")), page.count("Верно: в 18:00")]
        assert kept == ["Верно: в 18:00", 1]
        return answer.status_code, said, f"comment-{first.pk}" in page

    forged = refused("подделка")
    client_of(alice).post(reverse("publishing:drop_from_plan", args=[post.pk]))

    assert (forged, refused(seen)) == (
        (422, ["Не разобрать, какой текст"], True),
        (422, ["Запись сняли с плана"], True),
    )


def test_a_sentence_is_chosen_from_the_list_without_a_script(alice: Person, dave: Person):
    post, browser = about(alice, dave, "Открыт. Тепло. Открыт."), client_of(dave)
    data = {"seen": mark_on(browser, post), "place": "2", "words": "До какого часа?"}

    browser.post(f"{words(post)}comment/", data)
    page = browser.get(words(post)).content.decode()

    made = Comment.objects.of(alice.administration).get()
    assert (made.quote, made.occurrence) == ("Открыт.", 2)
    assert (made.department, made.from_press) == (dave.department, False)
    assert "До какого часа?" in page


def test_the_sheet_takes_a_sentence_with_one_tap_and_stays(alice: Person, dave: Person, carol: Person):
    route(alice.administration, (1, "item_department"), (2, "press_head"))
    post = about(alice, dave)
    step = steps(ask_about_item(post, alice, department_of(dave)))[0]
    made = suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)
    first = made.changes.all()[0]
    sheet = reverse("approval:detail", args=[step.pk])
    press = client_of(alice)
    shown = [client_of(one).get(sheet).content.decode() for one in (alice, dave)]

    answer = press.post(f"{words(post)}suggested/{made.pk}/take/", {"change": first.pk, "step": step.pk})

    assert ["Взять" in page for page in shown] == [True, False]
    order = ["во вторник", "Предлагает: ", "Огни зажжём", "Предлагает: "]
    at = [0]
    for part in order:  # beside the sentences
        at.append(shown[0].index(part, at[-1]) + 1)
    assert shown[0].count('class="offer"') == shown[1].count('class="offer"') + 1 == 3  # «Взять все»
    assert ["Предложить другие слова" in page for page in shown] == [False, True]
    assert answer.headers["Location"] == sheet
    assert (latest_version(post).number, latest_version(post).text) == (2, BASE.replace("в понедельник", "во вторник"))
    history = press.get(reverse("publishing:versions", args=[post.pk])).content.decode()
    assert "взяли слова: dave" in spoken(history)


def test_the_sheet_says_why_a_sentence_stays_to_who_suggested_another(alice: Person, dave: Person, carol: Person):
    route(alice.administration, (1, "item_department"), (2, "press_head"))
    post = about(alice, dave)
    step = steps(ask_about_item(post, alice, department_of(dave)))[0]
    made = suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)
    sheet, press = reverse("approval:detail", args=[step.pk]), client_of(alice)
    [field, _second] = elements(press.get(sheet).content.decode(), f"input[name=reason-{made.pk}]")
    form = {"change": made.changes.all()[0].pk, "step": step.pk, f"reason-{made.pk}": "каток до шести"}

    answer = press.post(f"{words(post)}suggested/{made.pk}/leave/", form)

    assert 'maxlength="300"' in field
    assert answer.headers["Location"] == sheet
    assert list(made.changes.values_list("state", "reason")) == [("left", "каток до шести"), ("waiting", "")]
    assert "каток до шести" in client_of(dave).get(words(post)).content.decode()


def test_the_sheet_says_who_answers_before_the_reader(alice: Person, dave: Person, carol: Person):
    route(alice.administration, (1, "item_department"), (2, "press_head"))
    post = about(alice, dave)
    last = steps(ask_about_item(post, alice, department_of(dave)))[1]

    foot = spoken(element(client_of(carol).get(reverse("approval:detail", args=[last.pk])).content.decode(), "footer"))

    assert f"Сначала ответят: {dave.department}. Потом спросим вас." in foot
    assert "Решает:" not in foot


def test_the_sheet_says_that_a_new_version_is_written(alice: Person, dave: Person, carol: Person):
    route(alice.administration, (1, "item_department"), (1, "press_head"))
    post = about(alice, dave)
    first, second = steps(ask_about_item(post, alice, department_of(dave)))
    made = suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)

    def notices() -> list[str]:
        pages = [
            client_of(person).get(reverse("approval:detail", args=[step.pk])).content.decode()
            for person, step in ((dave, first), (carol, second), (alice, first))
        ]
        return [spoken(element(page, "#rewriting")) if 'id="rewriting"' in page else "" for page in pages]

    before = notices()
    client_of(alice).post(f"{words(post)}suggested/{made.pk}/take/", {"step": first.pk})

    assert (before, notices()) == (
        ["", "", ""],
        [
            "Ваши слова взяли: пресс-служба готовит новую версию. Если изменилась ваша часть, вас спросят снова.",
            "Пресс-служба правит текст: готовит новую версию. Если изменится ваша часть, вас спросят снова.",
            "Пресс-служба правит текст: готовит новую версию. Пока её не прислали, спрашивают об этой.",
        ],
    )
    ask_about_item(post, alice, department_of(dave))
    assert notices() == ["", "", ""]  # the sheet is closed, its last line leads to the new one


def test_the_editor_keeps_its_window_before_it_takes(alice: Person, dave: Person):
    post = about(alice, dave)
    made = suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)
    press, version = client_of(alice), working(post)
    page = press.get(reverse("publishing:edit", args=[post.pk])).content.decode()
    window = {"version": version.revision, "text": f"Скоро зима. {BASE}"}

    answer = press.post(f"{words(post)}suggested/{made.pk}/take/", window)

    assert "предлагает" in page
    assert answer.headers["Location"] == reverse("publishing:edit", args=[post.pk])
    assert working(post).text == f"Скоро зима. {PROPOSED}"


def test_the_editor_says_why_the_text_stays(alice: Person, dave: Person):
    post = about(alice, dave)
    made = suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)
    press, version = client_of(alice), working(post)
    page = press.get(reverse("publishing:edit", args=[post.pk])).content.decode()
    window = {"version": version.revision, "text": BASE, f"reason-{made.pk}": "каток до шести", "reason-0": "другое"}

    press.post(f"{words(post)}suggested/{made.pk}/leave/", window | {"change": made.changes.all()[0].pk})

    assert f'name="reason-{made.pk}" maxlength="300" form="draft"' in page
    assert list(made.changes.values_list("state", "reason")) == [("left", "каток до шести"), ("waiting", "")]


def test_nobody_else_reads_what_is_said(alice: Person, dave: Person, erin: Person):
    route(alice.administration, (1, "item_department"), (2, "press_head"))
    post = about(alice, dave)
    step = steps(ask_about_item(post, alice, department_of(dave)))[0]
    suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)
    stranger = client_of(erin)

    pages = [
        stranger.get(reverse(name, args=[pk]))
        for name, pk in (("approval:detail", step.pk), ("publishing:detail", post.pk))
    ]

    assert [page.status_code for page in pages] == [200, 200]
    assert [("предлагает" in page.content.decode(), words(post) in page.content.decode()) for page in pages] == [
        (False, False),
        (False, False),
    ]
    assert stranger.get(words(post)).status_code == 403


def test_a_dropped_post_is_only_read(alice: Person, dave: Person):
    post, browser = about(alice, dave), client_of(dave)
    seen = mark_on(browser, post)
    client_of(alice).post(reverse("publishing:drop_from_plan", args=[post.pk]))

    refused = browser.post(f"{words(post)}suggest/", {"seen": seen, "text": PROPOSED})

    assert (refused.status_code, Suggestion.objects.exists()) == (422, False)
    assert "Запись сняли с плана" in refused.content.decode()


def test_long_suggested_words_are_folded(alice: Person, dave: Person):
    """The page and the editor show how a long change begins, and the first of many; all else at a press."""
    houses = " ".join(f"Дом {number} подключим в понедельник." for number in range(20))
    post = about(alice, dave, f"{'Старое слово, ' * 60}вот. {houses}")
    base = working(post).text
    suggest(post=post, by=dave, seen=Seen(base), text=base.replace("Старое слово", "Новое дело"))
    suggest(post=post, by=dave, seen=Seen(base), text=base.replace("понедельник", "среду"))

    for address in (words(post), reverse("publishing:edit", args=[post.pk])):
        many, one = elements(client_of(alice).get(address).content.decode(), "section.suggested")
        begins, whole = (spoken(element(one, part)) for part in (".fold-first", ".fold-all"))
        others = element(many, "details.suggested-others")

        assert len(begins) < 400
        assert "Старое" in begins
        assert "Новое" in begins
        assert (whole.count("Старое"), whole.count("Новое")) == (60, 60)
        assert "Ещё 16 мест в тексте" in spoken(others)
        assert (many.count("<ins>среду</ins>"), many.count(">Взять<")) == (20, 20)
        assert "details" not in many.replace(others, "")


def test_no_more_is_suggested_than_a_post_may_have(alice: Person, dave: Person):
    post, browser = about(alice, dave), client_of(dave)
    data = {"seen": mark_on(browser, post), "text": "о" * 16_385, "note": "вода"}

    refused = browser.post(f"{words(post)}suggest/", data)
    page = refused.content.decode()
    taken = browser.post(f"{words(post)}suggest/", data | {"text": "о" * 16_384})

    said = (
        "Текст длиннее 16 384 знаков, столько не берёт ни одна сеть. Пресс-служба его не получила, но он остался в "
        "окне целиком: сократите его и отправьте снова."
    )
    assert refused.status_code == 422
    assert said in spoken(page)
    assert "о" * 16_385 in page
    assert (taken.status_code, Suggestion.objects.of(alice.administration).count()) == (302, 1)


def test_a_refused_remark_keeps_its_place_in_the_text_that_was_seen(alice: Person, dave: Person):
    """The text has got another first sentence meanwhile: number 1 would be another one of the present text."""
    post, browser = about(alice, dave), client_of(dave)
    seen = mark_on(browser, post)
    write(post, alice, f"Всё готово. {BASE}")

    refused = browser.post(f"{words(post)}comment/", {"seen": seen, "words": "", "place": "1"}).content.decode()

    offered = [spoken(one) for one in elements(element(refused, "details.said-places"), "label")]
    assert offered == ["ко всему тексту", "Горку зальём в понедельник.", "Огни зажжём в 18:00."]
    assert 'name="place" value="1" checked' in refused

    browser.post(f"{words(post)}comment/", {"seen": seen, "words": "В 17:00.", "place": "1"})

    assert Comment.objects.values_list("text", "quote").get() == ("В 17:00.", "Огни зажжём в 18:00.")


def test_a_remark_on_a_sentence_that_is_not_there_is_refused(alice: Person, dave: Person):
    post, browser = about(alice, dave), client_of(dave)
    seen = mark_on(browser, post)

    for place in ("2", "-1", "²", "x", "9999999999"):
        refused = browser.post(f"{words(post)}comment/", {"seen": seen, "words": "Не так.", "place": place})
        assert (refused.status_code, "Этих слов в тексте нет" in refused.content.decode()) == (422, True), place

    assert not Comment.objects.exists()


def test_a_change_that_cannot_be_read_is_not_all_of_them(alice: Person, dave: Person):
    post = about(alice, dave)
    made = suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)

    for verb in ("take", "leave"):
        address = f"{words(post)}suggested/{made.pk}/{verb}/"
        told = client_of(alice).post(address, {"change": "x", f"reason-{made.pk}": "а\x00б"}, follow=True)
        assert "Ничего не изменилось" in told.content.decode()

    states = list(made.changes.values_list("state", flat=True))
    assert (states, working(post).text) == (["waiting", "waiting"], BASE)


def test_a_reason_is_stored_without_nul(alice: Person, dave: Person):
    """PostgreSQL refuses it."""
    post = about(alice, dave)
    made = suggest(post=post, by=dave, seen=Seen(BASE), text=PROPOSED)

    client_of(alice).post(f"{words(post)}suggested/{made.pk}/leave/", {f"reason-{made.pk}": "а\x00б"})

    assert set(made.changes.values_list("state", "reason")) == {("left", "аб")}
