"""Numbers of the networks, each with its source. A number that no document gives says so."""

from datetime import timedelta

from veche.networks.protocol import Limits

MEGABYTE = 1024 * 1024

# text: seen on walls by many, in no document; we count UTF-16 units, so that an emoji never tips it over.
# photos: dev.vk.com, wall.post, `attachments`: at most 10. A file: dev.vk.com, «Загрузка фотографий на стену».
# comment: not documented; longer ones were seen to be cut.
VK = Limits(
    text=16_384,
    caption=16_384,
    photos=10,
    photo_bytes=50 * MEGABYTE,
    photo_sides=14_000,
    photo_ratio=20.0,
    comment=4_096,
    call_seconds=20.0,
    grace=timedelta(seconds=60),
)

# core.telegram.org/bots/api: sendMessage (text), sendPhoto (caption, photo), sendMediaGroup (2–10 items).
# Lengths are counted «after entities parsing», as the clients do it: in UTF-16 units.
TELEGRAM = Limits(
    text=4_096,
    caption=1_024,
    photos=10,
    photo_bytes=10 * MEGABYTE,
    photo_sides=10_000,
    photo_ratio=20.0,
    comment=4_096,
    call_seconds=30.0,
    grace=timedelta(seconds=60),
)

# dev.vk.com, wall.post, `guid`: the same value within an hour does not post again; ten minutes are kept in reserve.
VK_GUID_LIVES = timedelta(minutes=50)

# core.telegram.org/bots/api, getFile: bots can download files of up to 20 MB.
TELEGRAM_FILE_BYTES = 20 * MEGABYTE
