"""«Проверить сейчас»: the abilities of the keys as the network reports them."""

import pytest
from django_tasks_db.models import DBTaskResult

from tests.factories import make_account
from tests.sandbox_process import SandboxProcess
from veche.accounts.domain.check import check
from veche.accounts.domain.health import ask_check, is_being_checked
from veche.accounts.domain.keys import put_key, revoke_key
from veche.accounts.models import Account, Key, Passport
from veche.accounts.tasks import check_all
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.networks.protocol import Operation
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db

# Abilities that no key gives are the adapter's; all others depend on these two keys.
BEYOND_KEYS = {"publish_story", "publish_live"}
EVERYTHING = {operation.value for operation in Operation}


def modes(passport: Passport) -> dict[str, str]:
    return {name: ability["mode"] for name, ability in passport.abilities.items()}


def last_entry(account: Account) -> tuple[str, int | None, dict[str, object]]:
    entry = Entry.objects.of(account.administration).order_by("number").last()
    assert entry is not None
    return entry.verb, entry.actor_id, entry.facts


def test_both_keys_of_vk_may_do_everything(vk: Account, ivan: Person):
    passport = check(account=vk, by=ivan)

    by_hand = {name for name, mode in modes(passport).items() if mode != "auto"}
    assert (set(modes(passport)), by_hand - BEYOND_KEYS) == (EVERYTHING, set())
    counted = {"auto": len(EVERYTHING - by_hand), **({"by_hand": len(by_hand)} if by_hand else {})}
    assert last_entry(vk) == ("passport.checked", ivan.pk, {"answered": True, **counted})


def test_the_community_key_alone_leaves_photos_to_hands(vk: Account, ivan: Person):
    revoke_key(key=vk.keys.get(slot="admin"), by=ivan)

    passport = check(account=vk)

    photo = passport.abilities["publish_photo"]
    assert (modes(passport)["publish_text"], photo["mode"]) == ("auto", "by_hand")
    assert "отказ 27" in photo["why"]
    assert photo["steps"]


def test_a_revoked_key_is_marked_and_a_good_one_cleared(sandbox: SandboxProcess, vk: Account, ivan: Person):
    stranger = sandbox.add_account("vk", "Соседи")
    sandbox.revoke_token("vk", stranger["admin_token"])
    put_key(account=vk, slot="admin", secret=Secret(stranger["admin_token"]), by=ivan)
    Key.objects.filter(account=vk, slot="community").update(refused_at=now(), refusal="было")

    check(account=vk)

    refused = dict(Key.objects.filter(account=vk, revoked_at=None).values_list("slot", "refusal"))
    assert refused["community"] == ""
    assert refused["admin"].startswith("VK не принял ключ администратора: он отозван или устарел.")


def test_silence_keeps_what_was_known(sandbox: SandboxProcess, telegram: Account, ivan: Person):
    before = check(account=telegram, by=ivan)
    known = dict(before.abilities)
    sandbox.fault("telegram", "getMe", "dropped")

    after = check(account=telegram, by=ivan)

    telegram.refresh_from_db()
    assert (after.abilities, after.trouble != "") == (known, True)
    assert last_entry(telegram) == ("passport.checked", ivan.pk, {"answered": False})


def test_it_is_asked_for_once_in_the_networks_own_lane(vk: Account, ivan: Person):
    assert (ask_check(account=vk, by=ivan), ask_check(account=vk, by=ivan)) == (True, False)

    vk.refresh_from_db()
    tasks = DBTaskResult.objects.filter(task_path="veche.accounts.tasks.check_account")
    assert [(task.queue_name, task.args_kwargs["args"]) for task in tasks] == [("vk-reading", [vk.pk, ivan.pk])]
    assert is_being_checked(vk)


def test_after_the_check_it_may_be_asked_for_again(vk: Account, ivan: Person):
    ask_check(account=vk, by=ivan)
    vk.refresh_from_db()
    check(account=vk, by=ivan)

    vk.refresh_from_db()
    assert not is_being_checked(vk)
    assert ask_check(account=vk, by=ivan)


def test_what_changed_during_a_check_is_asked_about_anew(vk: Account, ivan: Person):
    ask_check(account=vk, by=ivan)
    vk.refresh_from_db()

    assert ask_check(account=vk, by=ivan, anew=True)
    check(account=vk, by=ivan)  # ends the first check

    vk.refresh_from_db()
    assert is_being_checked(vk)
    assert DBTaskResult.objects.filter(task_path="veche.accounts.tasks.check_account").count() == 2


def test_once_a_day_every_open_account_with_a_key_is_asked(vk: Account, telegram: Account, ivan: Person):
    revoke_key(key=telegram.keys.get(slot="bot"), by=ivan)

    assert check_all.func() == 1
    vk.refresh_from_db()
    telegram.refresh_from_db()
    assert (is_being_checked(vk), is_being_checked(telegram)) == (True, False)


def test_the_parts_of_ok_s_key_are_good_together(sandbox: SandboxProcess, rubtsovsk: Administration, ivan: Person):
    given = sandbox.add_account("ok", "Рубцовск")
    group = make_account(rubtsovsk, responsible=ivan, network="ok", remote_id=str(given["group_id"]))
    for slot, name in (("admin", "access_token"), ("application", "application_key"), ("secret", "application_secret")):
        put_key(account=group, slot=slot, secret=Secret(given[name]), by=ivan)
    Key.objects.filter(account=group).update(refused_at=now(), refusal="подпись не сошлась")

    check(account=group)

    assert list(Key.objects.filter(account=group).exclude(refused_at=None)) == []
