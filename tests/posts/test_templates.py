"""A post begins from a template or from another post."""

from typing import Any

from django.urls import reverse

from tests.markup import words
from tests.people import client_of
from tests.publishing.conftest import Window
from tests.written import drafted, tomorrow, with_picture, working
from veche.kernel.clock import local
from veche.posts.domain.labels import Labels, labels_of
from veche.posts.domain.polls import PollWords, words_of
from veche.posts.domain.queries import latest_version
from veche.posts.domain.rendering import draft_of
from veche.posts.domain.templates import begin_from_template
from veche.posts.domain.write import save_text
from veche.posts.models import Post, PostTemplate
from veche.staff.models import Person


def begin(person: Person, source: str, accounts: list[int]) -> Post:
    """«Новая публикация» as the form offers it."""
    there = local(tomorrow(), person.administration.time_zone)
    fields: dict[str, Any] = {"title": "Ещё каток", "day": f"{there:%Y-%m-%d}", "time": f"{there:%H:%M}"}
    fields |= {"accounts": accounts, "format": "text", "category": "activity"}
    answer = client_of(person).post(f"{reverse('publishing:new')}?{source}", fields)
    assert answer.status_code == 302
    return Post.objects.of(person.administration).latest("pk")


def test_words_are_kept_as_a_template_and_begin_a_post(alice: Person, bob: Person, mallory: Person):
    post = drafted(alice)
    accounts = list(post.plan_item.accounts.values_list("pk", flat=True))
    window = Window(client_of(alice), post)
    said = window.press("to_template", text="Каток ждёт вас", text_vk="Своё для ВК", link="https://gorod.ru/katok")
    assert said.status_code == 302
    window.version = latest_version(post).revision
    window.press("to_template", text="Каток открыт")

    [template] = PostTemplate.objects.of(alice.administration)
    assert (template.name, template.text, template.link) == ("Открыли каток", "Каток открыт", "https://gorod.ru/katok")
    listed = words(client_of(bob).get(reverse("publishing:templates")).content.decode())
    assert ("Открыли каток" in listed, "Сохранил alice" in listed) == (True, True)
    page = words(client_of(bob).get(f"{reverse('publishing:new')}?template={template.pk}").content.decode())
    assert "Слова возьмём из шаблона «Открыли каток»" in page

    made = begin(bob, f"template={template.pk}", accounts)
    assert (latest_version(made).text, latest_version(made).saved_by) == ("Каток открыт", bob)
    version = working(made)
    save_text(version=version, by=bob, revision=version.revision, text="Пишу сам", variants={})
    begin_from_template(post=made, by=bob, template=template)
    assert latest_version(made).text == "Пишу сам"

    archive = reverse("publishing:template_archive", args=[template.pk])
    assert client_of(mallory).post(archive).status_code == 404
    assert [client_of(alice).post(archive).status_code for _ in range(2)] == [302, 302]
    assert latest_version(begin(bob, f"template={template.pk}", accounts)).text == ""
    assert "Шаблонов пока нет" in words(client_of(bob).get(reverse("publishing:templates")).content.decode())


def test_a_copy_takes_words_and_files_but_no_erid(alice: Person, bob: Person):
    post = drafted(alice)
    accounts = list(post.plan_item.accounts.values_list("pk", flat=True))
    picture = with_picture(post, alice, alt="Каток вечером")
    version = working(post)
    save_text(
        version=version,
        by=alice,
        revision=version.revision,
        text="Концерт",
        variants={"vk": "Концерт в ВК"},
        poll=PollWords("Придёте?", ("Да", "Нет")),
        link="https://gorod.ru",
        labels=Labels(ad=True, advertiser="ИП", erid="2Vtzqx7abc", adults=True, signed=False),
    )
    page = words(client_of(bob).get(f"{reverse('publishing:new')}?copy={post.pk}").content.decode())
    assert "Это копия записи «Открыли каток»" in page

    made = latest_version(begin(bob, f"copy={post.pk}", accounts))

    first = latest_version(post)
    assert draft_of(made).variants == {"vk": "Концерт в ВК"}
    assert (made.text, made.link, words_of(made)) == (first.text, first.link, words_of(first))
    assert labels_of(made) == Labels(adults=True, signed=False)
    assert [(one.media_id, one.alt) for one in made.pictures.all()] == [(picture.media_id, "Каток вечером")]
    assert latest_version(post).pictures.count() == 1
