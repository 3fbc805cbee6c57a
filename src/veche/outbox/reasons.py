"""Sentences that the outbox stores with acts (`Act.reason`) and attempts (`Attempt.detail`), Russian.

The program recognises those under «Compared» in stored rows. If one of them is reworded, rows with the old sentence are
no longer recognised, so the old sentence must stay recognised too (tests/outbox/test_reasons.py). The advice of
`networks.errors.post_gone` is compared as well, by `says_gone`.
"""

# Compared.

# An act waited for the rate limit: if it becomes late, that is the reason that is shown.
WAITS_FOR_RATE = "Ждёт очереди: сеть принимает не так часто. Уйдёт сама."
# An attempt that our own rate limit put off, so that it was no try.
PUT_OFF = "ждала своей очереди"
# «Придержать» took an act back: it is not off, a person may let it go again.
HELD_BACK = "Придержали: пока правят, согласованная версия не уйдёт."
# The same because of a file's rights; says nothing of the file, as not everybody may open it.
HELD_FOR_RIGHTS = "Придержали: права на один из файлов неясны, согласованная версия не уйдёт. Решает пресс-служба."

# Only shown.

# An act that the rights of its files keep from leaving at its hour; names no file, as `HELD_FOR_RIGHTS`.
UNCLEAR_FILES = (
    "Не отправили: права на один из файлов кончились или неясны. Сама не уйдёт, текст и файлы целы. Откройте запись: "
    "укажите права и отправьте или замените файл и согласуйте снова."
)

# A newer act about the same object must be the last to arrive.
WAITS_FOR_OLDER = "Ждёт: прежнее действие сеть может исполнить с опозданием, а это должно быть последним. Уйдёт сама."
LATE_AND_RULED_OUT = "Не вышла, а её время прошло. Решите, нужна ли ещё."
LATE_IN_FREEZE = "Время вышло, пока всё было заморожено. Решите, нужна ли ещё."
LATE_IN_PAUSE = "Время вышло, пока стояла пауза. Решите, нужна ли ещё."
TRIAL_IN_PAUSE = "Пробную запись остановила пауза. Нужна — попробуйте снова."
LATE_WHILE_NETWORK_DOWN = "Время прошло, а связи с сетью не было. Сама не уйдёт: решите, нужна ли ещё."
LATE_WHILE_IDLE = "Время прошло, а отправить не успели: программа не работала. Сама не уйдёт: решите, нужна ли ещё."
LATE_BY_RATE = "Время прошло, а очередь не дошла: сеть принимает не так часто. Сама не уйдёт: решите, нужна ли ещё."
CALL_CUT_OFF = "Отправка прервалась на полуслове. Проверяем, вышла ли."
CUT_OFF_IN_COPY = "Копия сделана, пока шла эта попытка."
DOUBTED_BY_RESTORE = "Данные восстановлены из копии. За это время могла выйти: проверяем."
OVERTAKEN = "Уже не нужна: о той же записи решили заново."
OVERTAKEN_ON_PAGE = "Уже не нужна: о том же решили заново."
ID_TAKEN = (
    "Сеть назвала номер записи, который уже стоит у другой нашей отправки с теми же словами. Вышла ли эта, проверяем; "
    "второй раз не шлём."
)
REMOVED_UNKNOWN = (
    "В сети убрали запись или ответ, которых мы не знаем: может быть, это и была наша отправка. Сама она второй раз "
    "не уйдёт. Спросите, кто убрал, и отметьте, вышла ли она."
)
