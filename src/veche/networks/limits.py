"""Numbers of the networks, each with its source. A number that no document gives says so."""

import math
from datetime import timedelta

from veche.kernel.files import MEGABYTE
from veche.networks.protocol import FileKind, FileLimits, Limits, PollLimits

# text: seen on walls by many, in no document; we count UTF-16 units, so that an emoji never tips it over.
# photos: dev.vk.com, wall.post, `attachments`: at most 10. A file: dev.vk.com, «Загрузка фотографий на стену».
# comment: not documented; longer ones were seen to be cut.
# poll: an answer of at most 100 by dev.vk.com; ten answers and the length of the question by no document.
# files: dev.vk.com, wall.post: one file, a GIF between 0.66:1 and 2.5:1 stands as a picture; docs.save: 200 MB. A video
# may weigh 256 GB by older documents; a gigabyte is what we take in.
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
    poll=PollLimits(question=300, option=100, options=10),
    files={
        FileKind.VIDEO: FileLimits(1024 * MEGABYTE),
        FileKind.ANIMATION: FileLimits(200 * MEGABYTE, frozenset({"image/gif"}), count=1, ratio=(0.66, 2.5)),
        FileKind.DOCUMENT: FileLimits(200 * MEGABYTE, count=1),
    },
)

# core.telegram.org/bots/api: sendMessage (text), sendPhoto (caption, photo), sendMediaGroup (2–10 items).
# Lengths are counted «after entities parsing», as the clients do it: in UTF-16 units. poll: sendPoll, Bot API 10.1;
# the shortest life of a poll, 5 seconds, is a matter of the call. files: sendVideo, sendAnimation, sendDocument: 50 MB.
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
    carries_files=True,
    poll=PollLimits(question=300, option=100, options=12, open_for=timedelta(seconds=2_628_000)),
    files={
        FileKind.VIDEO: FileLimits(50 * MEGABYTE, frozenset({"video/mp4"})),
        FileKind.ANIMATION: FileLimits(50 * MEGABYTE, frozenset({"image/gif", "video/mp4"}), count=1),
        FileKind.DOCUMENT: FileLimits(50 * MEGABYTE),
    },
)

# dev.max.ru, NewMessageBody (text) and NewCommentBody: 4000, in a unit that no document names: UTF-16 units, the
# stricter reading. POST /uploads: an image of at most 50 MB and 7680 × 7680; no ratio is published.
# photos: 12 media in a message by field reports only; ten, so that one text with its pictures fits everywhere.
# files: dev.max.ru, POST /uploads: a video MP4, MOV, MKV or WEBM of 250 MB, a GIF as an image, a file of 4 GB, alone.
MAX = Limits(
    text=4_000,
    caption=4_000,
    photos=10,
    photo_bytes=50 * MEGABYTE,
    photo_sides=2 * 7_680,
    photo_ratio=math.inf,
    comment=4_000,
    call_seconds=30.0,
    grace=timedelta(seconds=60),
    files={
        FileKind.VIDEO: FileLimits(
            250 * MEGABYTE, frozenset({"video/mp4", "video/quicktime", "video/webm", "video/x-matroska"})
        ),
        FileKind.ANIMATION: FileLimits(50 * MEGABYTE, frozenset({"image/gif"})),
        FileKind.DOCUMENT: FileLimits(1024 * MEGABYTE, count=1),
    },
)
MAX_PHOTO_SIDE = 7_680

# text: no document gives a number, though error 601 exists; the length of VK's, counted as strictly.
# photos: of one block nothing is said, the editor's ten; bytes, sides, ratio: not documented, VK's numbers kept.
# comment: apiok.ru, discussions.editDiscussionComment: at most 3000.
# poll: errors 602, 603, 604 are documented without numbers: those of VK. files: apiok.ru, video.getUploadUrl: 1 GB.
OK = Limits(
    text=16_384,
    caption=16_384,
    photos=10,
    photo_bytes=10 * MEGABYTE,
    photo_sides=14_000,
    photo_ratio=20.0,
    comment=3_000,
    call_seconds=30.0,
    grace=timedelta(seconds=60),
    poll=PollLimits(question=300, option=100, options=10),
    files={FileKind.VIDEO: FileLimits(1024 * MEGABYTE)},
)

# dev.vk.com, wall.post, `guid`: the same value within an hour does not post again; ten minutes are kept in reserve.
VK_GUID_LIVES = timedelta(minutes=50)

# core.telegram.org/bots/api, getFile: bots can download files of up to 20 MB.
TELEGRAM_FILE_BYTES = 20 * MEGABYTE
