import copy
import json
import pickle
import string
import traceback

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from veche.kernel.crypto import (
    KeyMissing,
    Keyring,
    KeyringInvalid,
    SealBroken,
    Secret,
    open_sealed,
    rotate,
    row_binding,
    seal,
)

CANARY = "vk1.a.canary-7d0f3b"
HERE = row_binding("accounts_key", "sealed", 7)
RING = Keyring.generate()


def newest_of(ring: Keyring) -> Keyring:
    """The keyring without its older keys."""
    return Keyring({ring.newest: ring.key(ring.newest)})


def everything_shown(error: BaseException) -> str:
    """Text of an error with the repr of every local variable, as an error page would show it."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(shown.format()) + repr(error) + str(error)


@given(st.text(), st.text(min_size=1))
def test_what_was_sealed_opens_again(text, aad):
    assert open_sealed(RING, seal(RING, text, aad=aad), aad=aad).reveal() == text


@given(st.text(min_size=4))
def test_sealed_text_never_holds_the_plaintext_nor_repeats(text):
    first, second = seal(RING, text, aad=HERE), seal(RING, text, aad=HERE)

    assert text not in first.split(".")
    assert first != second


def test_sealed_text_names_its_key_then_nonce_then_ciphertext():
    key_id, nonce, ciphertext = seal(Keyring.generate().add(), "abc", aad=HERE).split(".")

    assert key_id == "k2"
    assert len(nonce) == 16
    assert len(ciphertext) == 26


def test_ciphertext_moved_to_another_row_does_not_open():
    sealed = seal(RING, CANARY, aad=HERE)

    with pytest.raises(SealBroken, match="перенесено из другой записи"):
        open_sealed(RING, sealed, aad=row_binding("accounts_key", "sealed", 8))


LETTERS = string.ascii_letters + string.digits + "-_.+/="


@given(place=st.integers(0, 10**6), other=st.sampled_from(LETTERS), instead=st.sampled_from(LETTERS))
def test_any_changed_character_is_noticed(place, other, instead):
    sealed = seal(RING, CANARY, aad=HERE)
    place %= len(sealed)
    other = other if other != sealed[place] else instead
    assume(other != sealed[place])

    with pytest.raises((SealBroken, KeyMissing)):
        open_sealed(RING, sealed[:place] + other + sealed[place + 1 :], aad=HERE)


@pytest.mark.parametrize(
    "torn", ["", "k1", "k1..", "k1.AAAA.AAAA", "k1.a.b.c", "K1.AAAA.AAAA", "абв.г.д", "k1.AAAAAAAAAAAAAAAA."]
)
def test_a_torn_text_is_refused_in_words(torn):
    with pytest.raises(SealBroken, match="введите ключ заново"):
        open_sealed(RING, torn, aad=HERE)


def test_another_key_of_the_same_name_does_not_open():
    with pytest.raises(SealBroken):
        open_sealed(Keyring.generate(), seal(RING, CANARY, aad=HERE), aad=HERE)


def test_a_key_that_left_the_ring_is_named_missing():
    ring = RING.add()
    sealed = seal(RING, CANARY, aad=HERE)

    with pytest.raises(KeyMissing, match="верните прежний файл ключей"):
        open_sealed(newest_of(ring), sealed, aad=HERE)


def test_rotation_reseals_old_rows_and_leaves_new_ones():
    old = seal(RING, CANARY, aad=HERE)
    ring = RING.add()

    renewed = rotate(ring, old, aad=HERE)

    assert renewed.startswith("k2.")
    assert open_sealed(newest_of(ring), renewed, aad=HERE).reveal() == CANARY
    assert rotate(ring, renewed, aad=HERE) == renewed


def test_rotation_does_not_renew_a_broken_row():
    with pytest.raises(SealBroken):
        rotate(RING.add(), seal(RING, CANARY, aad=HERE), aad=row_binding("accounts_key", "sealed", 8))


@pytest.mark.parametrize("row", [None, ""])
def test_a_row_without_an_id_binds_nothing(row):
    with pytest.raises(ValueError, match="row id"):
        row_binding("accounts_key", "sealed", row)


def test_sealing_without_a_binding_is_refused():
    with pytest.raises(ValueError, match="bound"):
        seal(RING, CANARY, aad="")


def test_secret_shows_itself_nowhere():
    secret = Secret(CANARY)

    shown = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{[secret]}",
        "{} {!r}".format(secret, secret),  # noqa: UP032 -- one of the ways to print it
        repr({"token": secret}),
    ]

    assert shown == [
        "Secret(•••)",
        "•••",
        "•••",
        "[Secret(•••)]",
        "••• Secret(•••)",
        "{'token': Secret(•••)}",
    ]
    assert secret.reveal() == CANARY


def test_secret_leaves_the_process_by_no_door():
    secret = Secret(CANARY)

    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        json.dumps({"token": secret})
    with pytest.raises(TypeError):
        pickle.dumps(RING)
    with pytest.raises(AttributeError):
        secret._value = "other"
    assert copy.deepcopy({"a": secret})["a"] is secret
    assert copy.copy(secret) is secret


@given(st.text(), st.text())
def test_secrets_are_equal_when_their_values_are(one, two):
    assert (Secret(one) == Secret(two)) == (one == two)
    assert len({Secret(one), Secret(two)}) == len({one, two})
    assert Secret(one) != one
    assert bool(Secret(one)) == bool(one)


def test_no_error_on_the_way_shows_the_secret():
    sealed = seal(RING, Secret(CANARY), aad=HERE)
    errors = []
    for ring, text, aad in [
        (RING, sealed, "elsewhere"),
        (RING, sealed[:-1], HERE),
        (newest_of(RING.add()), sealed, HERE),
    ]:
        try:
            open_sealed(ring, text, aad=aad)
        except (SealBroken, KeyMissing) as error:
            errors.append(everything_shown(error))

    assert len(errors) == 3
    assert [CANARY in text for text in errors] == [False] * 3


def test_keyring_shows_names_only():
    ring = RING.add()

    assert repr(ring) == "Keyring(k2, k1)"
    assert list(ring) == ["k2", "k1"]
    assert ring.newest == "k2"
    assert Keyring.parse(ring.to_text()).key("k1") == RING.key("k1")


def test_keyring_file_is_private_and_whole(tmp_path):
    path = tmp_path / "keys"

    RING.save(path)
    RING.add().save(path)

    assert list(Keyring.load(path)) == ["k2", "k1"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_keyring_file_open_to_others_is_refused(tmp_path, mode):
    path = tmp_path / "keys"
    RING.save(path)
    path.chmod(mode)

    with pytest.raises(KeyringInvalid, match="ему нужны права 0600"):
        Keyring.load(path)


def test_keyring_file_that_is_not_there_or_not_text(tmp_path):
    with pytest.raises(KeyMissing, match="Верните его из копии"):
        Keyring.load(tmp_path / "none")

    RING.save(tmp_path / "keys")
    (tmp_path / "keys").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KeyringInvalid, match="не похож"):
        Keyring.load(tmp_path / "keys")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", KeyMissing),
        (" ,\n", KeyMissing),
        ("k1:short", KeyringInvalid),
        ("k1:AAAA", KeyringInvalid),
        ("k1", KeyringInvalid),
        ("k1:ключ", KeyringInvalid),
        ("K 1:" + "A" * 43 + "=", KeyringInvalid),
        pytest.param(RING.to_text() + RING.to_text(), KeyringInvalid, id="one name twice"),
    ],
)
def test_a_spoilt_keyring_is_refused_without_showing_it(text, error):
    with pytest.raises(error) as caught:
        Keyring.parse(text)

    assert "short" not in str(caught.value)
    assert str(caught.value).endswith(".")
