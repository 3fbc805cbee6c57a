"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.kit.choices import network_choices
from veche.outbox.enums import PauseKind
from veche.plan.enums import PostCategory
from veche.publishing.enums import LiveStep

register("publishing.released", "поставили на выход")
register("publishing.first_comment", "поставили на выход первый комментарий")
register("publishing.held", "придержали согласованную версию")
register("publishing.let_go", "отпустили согласованную версию, пока правят новую")
register("publishing.given_up", "от правки отказались")
register("publishing.withdrawn", "сняли с публикации")
register("publishing.pinned", "закрепили в сетях")
register("publishing.unpinned", "открепили в сетях")
register("publishing.poll_counted", "вписали голоса опроса")
register("publishing.outcome_begun", "подвели итог опроса")
register("publishing.dressed", "добавили к видео обложку или субтитры")

register("publishing.paused", "поставили паузу: записи по плану ждут")
register("publishing.let_through", "выпустили во время паузы")
register("publishing.pause_ended", "закончили паузу")

register("publishing.live_planned", "назначили начало эфира")
register("publishing.live_ticked", "отметили дело эфира")
register("publishing.live_unticked", "сняли отметку о деле эфира")
register("publishing.live_begun", "начали эфир по кнопке")
register("publishing.live_ended", "закончили эфир по кнопке")
register("publishing.live_key_shown", "показали ключ эфира")

register("publishing.foreign_noticed", "увидели в сети запись, вышедшую мимо Вече")
register("publishing.foreign_ours", "сказали о записи мимо Вече: «наше»")
register("publishing.foreign_not_ours", "сказали о записи мимо Вече: «не мы»")
register("publishing.foreign_undone", "отменили решение о записи мимо Вече")
register("publishing.foreign_settled", "разобрались с чужой записью на нашей странице")

register_thing("publishing.foreignpost", Thing("запись мимо Вече"))
register("evergreen.kept", "отложили текст в запас")
register("evergreen.changed", "изменили заготовку в запасе")
register("evergreen.removed", "убрали заготовку из запаса")
register("evergreen.restored", "вернули заготовку в запас")
register("evergreen.taken", "взяли заготовку в план")

register_thing("publishing.evergreen", Thing("заготовка", "title", "publishing:evergreen", "publishing.plan"))
register_facts("evergreen", post=Fact("запись", of="posts.post"))
register_facts(
    "publishing",
    account=Fact("аккаунт", of="accounts.account"),
    category=Fact("рубрика", dict(PostCategory.choices)),
    item=Fact("пункт плана", of="plan.planitem"),
    network=Fact("сеть", dict(network_choices())),
    post=Fact("запись с итогом", of="posts.post"),
    starts_at=Fact("начало"),
    votes=Fact("голоса"),
    step=Fact("дело", dict(LiveStep.choices)),
    version=Fact("версия"),
    acts=Fact("отправки"),
    kind=Fact("что случилось", dict(PauseKind.choices)),
    held=Fact("остановлено отправок"),
    pause=Fact("пауза", of="outbox.pause"),
    kept=Fact("оставлено"),
    moved=Fact("перенесено"),
    dropped=Fact("снято"),
)
