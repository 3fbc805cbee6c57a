"""Signature and hashtags of an account: put below its posts, agreed to with the text, never twice."""

from django.urls import reverse

from tests.factories import make_account
from tests.markup import words
from tests.people import client_of
from tests.publishing.conftest import Window
from tests.written import TEXT, drafted, step_of, working
from veche.accounts.models import Account
from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.kernel.clock import now
from veche.networks.protocol import Publish
from veche.outbox.domain.unpack import network_act
from veche.outbox.models import Act
from veche.posts.domain.endings import ending_of
from veche.posts.domain.freeze import fingerprint
from veche.posts.domain.labels import Labels, labels_of
from veche.posts.domain.looks import looks
from veche.posts.domain.queries import latest_version
from veche.posts.domain.rendering import Draft
from veche.posts.models import Post
from veche.publishing.domain.asking import changes_nothing
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Person

SIGNED = "Пресс-служба Рубцовска\nгорячая линия 112"
TAGS = "#Рубцовск #Новости"


def put_below(account: Account, signature: str = SIGNED, hashtags: str = TAGS) -> None:
    account.signature, account.hashtags = signature, hashtags
    account.save(update_fields=("signature", "hashtags"))


def sent(post: Post) -> set[str]:
    acts = (network_act(act) for act in Act.objects.of(post.administration))
    return {act.post.text for act in acts if isinstance(act, Publish)}


def test_what_is_typed_already_is_not_put_below_again(alice: Person):
    post = drafted(alice)
    account = post.plan_item.accounts.get(network="vk")
    put_below(account, "Ваша пресс-служба")
    version = latest_version(post)

    def below(text: str, *, signed: bool = True, tagged: bool = True) -> str:
        return ending_of(version, account, Draft(text, {}, labels=Labels(signed=signed, tagged=tagged)))

    assert below(TEXT) == f"Ваша пресс-служба\n\n{TAGS}"
    assert below(f"{TEXT}\n#рубцовск.") == "Ваша пресс-служба\n\n#Новости"
    assert below(f"{TEXT} Ваша пресс-служба {TAGS}") == ""
    assert (below(TEXT, signed=False), below(TEXT, tagged=False)) == (TAGS, "Ваша пресс-служба")


def test_each_account_has_its_own_preview(alice: Person):
    city = alice.administration
    first, second = (make_account(city, responsible=alice, remote_id=one) for one in ("71", "72"))
    put_below(second)
    version = latest_version(drafted(alice, accounts=[first, second]))

    shown = looks(version, [first, second], at=now())

    assert [look.rendered.text for look in shown] == [TEXT, f"{TEXT}\n\n{SIGNED}\n\n{TAGS}"]


def test_from_the_account_s_page_to_the_network(alice: Person, carol: Person):
    """Set at the account, seen in the preview, agreed to, sent; what the account says later is for later posts."""
    vk = make_account(alice.administration, responsible=alice)
    post = drafted(alice, accounts=[vk])
    form = {"title": vk.title, "legal_basis": "Постановление", "category": "active", "comments_mode": "open"}
    form |= {"responsible": str(alice.pk), "signature": f" {SIGNED} ".replace("\n", "\r\n")}
    editor, address = client_of(carol), reverse("accounts:edit", args=[vk.pk])
    assert editor.post(address, form | {"hashtags": "#2026"}).status_code == 422
    assert editor.post(address, form | {"hashtags": "Рубцовск,#Новости #Рубцовск"}).status_code == 302
    vk.refresh_from_db()
    assert (vk.signature, vk.hashtags) == (SIGNED, TAGS)

    window = Window(client_of(alice), post)
    whole = f"{TEXT}\n\n{SIGNED}\n\n{TAGS}"
    page = window.browser.get(reverse("publishing:edit", args=[post.pk])).content.decode()
    assert (f"<b>{len(whole)}</b>" in page, 'name="signed"' in page) == (True, True)
    window.press("save", labels_there="1", tagged="on")
    assert labels_of(latest_version(post)) == Labels(signed=False)
    window.version = latest_version(post).revision
    window.press("save", labels_there="1", signed="on", tagged="on")

    sheet = ask(version=working(post), by=alice)
    put_below(vk, "Другая подпись", "")
    frozen = latest_version(post)
    assert (frozen.fingerprint, frozen.endings) == (fingerprint(frozen), {str(vk.pk): f"{SIGNED}\n\n{TAGS}"})
    shown = client_of(carol).get(reverse("approval:detail", args=[step_of(sheet.version).pk])).content.decode()
    assert ("горячая линия 112" in shown, "Другая подпись" in shown) == (True, False)
    decide_and_release(step=step_of(sheet.version), by=carol, verdict=Verdict.YES)
    assert sent(post) == {whole}

    # An edit takes the account's present signature, once; a version equal to what goes out is not asked about.
    window.version = latest_version(post).revision
    window.press("save", text=f"{TEXT} Ждём.")
    edited = latest_version(post)
    assert [look.rendered.text for look in looks(edited, [vk], at=now())] == [f"{TEXT} Ждём.\n\nДругая подпись"]
    put_below(vk)
    window.version = edited.revision
    window.press("save", text=TEXT)
    assert changes_nothing(latest_version(post))
    assert "без подписи" not in words(window.browser.get(reverse("publishing:detail", args=[post.pk])).content.decode())
