"""The address of the mailbox for returned letters."""

import pytest

from veche.kernel.mailbox import Mailbox, mailbox_at


def test_it_is_where_its_url_says() -> None:
    box = mailbox_at("imaps://veche%40example.ru:%D1%8F%2F1@mail.example.ru/Returns")

    assert box == Mailbox("mail.example.ru", 993, "veche@example.ru", "я/1", "Returns", "ssl")
    assert mailbox_at("imap+tls://veche:1@mail.example.ru") == Mailbox("mail.example.ru", 143, "veche", "1", tls="tls")
    assert mailbox_at("imap://veche:1@127.0.0.1:21143").port == 21143
    assert "я/1" not in repr(box)


@pytest.mark.parametrize("url", ["imap://veche:1@mail.example.ru", "pop3://veche:1@mail.example.ru", "imaps://", "x"])
def test_a_password_in_clear_and_other_ways_are_refused(url: str) -> None:
    with pytest.raises((ValueError, LookupError)):
        mailbox_at(url)
