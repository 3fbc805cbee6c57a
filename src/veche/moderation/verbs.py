"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.moderation.enums import Ground, PacketKind, Recipient, Term

register("comment.deleted", "решили удалить комментарий")
register("comment.restored", "решили вернуть комментарий")
register("comment.kept", "оставили комментарий: не нарушение")
register("comment.undone", "отменили решение о комментарии")
register("comment.proposal_withdrawn", "сняли предложение удалить: то же писали разные люди")
register("message.deleted", "решили удалить личное сообщение")
register("message.restored", "открыли личное сообщение снова")
register("message.kept", "оставили личное сообщение: не нарушение")
register("message.undone", "отменили решение о личном сообщении")
register("threshold.changed", "изменили, с какой уверенности предлагать удаление")
register("threshold.asked", "попросили второго человека: по закону предлагать удаление реже")
register("threshold.left", "оставили прежнюю уверенность, с которой предлагаем удаление")
register("corpus.exported", "вынесли решённые комментарии для обучения, без имён")
register("ground.norm_changed", "изменили норму, на которой стоит основание")
register("evidence.completed", "добавили снимок к доказательству")
register("evidence.sealed", "доказательству прежней версии дали вторую контрольную сумму")
register("evidence.sealed_anew", "закрыли доказательства новой связкой ключей: прежняя потеряна")
register("evidence.erased", "стёрли слова из доказательства по требованию закона")
register("evidence.expired", "стёрли слова и снимки из доказательства: вышел срок хранения")
register("message.erased", "стёрли слова и снимки: попросил автор")
register("message.erased_by_order", "стёрли слова по документу")
register("message.expired", "стёрли слова и снимки: вышел срок хранения")
register("sample.drawn", "взяли решения месяца наугад для второго взгляда")
register("sample.judged", "проверили решение вторым взглядом")
register("sample.size_changed", "изменили, сколько решений проверять в месяц")
register("hold.set", "запретили стирать")
register("hold.lifted", "разрешили стирать, когда выйдет срок")
register("retention.changed", "изменили срок хранения слов жителей")
register("evidence.handed_over", "отдали копию решения")
register("author.restricted", "решили ограничить автора")
register("author.warned", "предупредили автора")
register("author.restriction_asked", "попросили второго человека подтвердить ограничение")
register("author.restriction_confirmed", "подтвердили ограничение вторым человеком")
register("author.restriction_refused", "отказались ограничить автора")
register("author.second_reminded", "напомнили о второй подписи")
register("author.review_reminded", "напомнили пересмотреть ограничение без срока")
register("author.restriction_reviewed", "пересмотрели ограничение без срока: оставили")
register("author.released", "решили снять ограничение")
register("author.restricted_elsewhere", "автора ограничили в сети помимо нас")
register("author.term_over", "срок ограничения вышел: снимаем")
register("author.released_elsewhere", "ограничение сняли в сети помимо нас")
register("author.term_changed", "в сети изменили срок ограничения")

register_thing(
    "moderation.restriction",
    Thing("ограничение", "author_name", "moderation:restriction", "moderation.see", named="ограничение автора"),
)
register_thing(
    "moderation.askedrestriction",
    Thing("просьба ограничить автора", url_name="moderation:asked", permission="moderation.see"),
)
register_thing("moderation.groundnorm", Thing("норма", "text"))
register_thing("moderation.legalhold", Thing("запрет стирать", named="запрет стирать"))
register_thing("moderation.retention", Thing("срок хранения", named="срок хранения"))
register_thing("moderation.sample", Thing("жребий", named="жребий месяца"))
register_thing("moderation.secondlook", Thing("второй взгляд", named="второй взгляд"))
register_thing("moderation.samplesize", Thing("размер жребия", named="размер жребия"))
register_facts("corpus", lines=Fact("строк"))
register_facts("sample", size=Fact("взяли"), total=Fact("из"), seed=Fact("жребий"))
register_facts("hold", until=Fact("до"), author=Fact("всё, что написал автор"))
register_facts("retention", months=Fact("месяцев"))
register_facts("ground", ground=Fact("основание", dict(Ground.choices)))
register_facts(
    "author",
    ground=Fact("основание", dict(Ground.choices)),
    term=Fact("срок", dict(Term.choices)),
    until=Fact("до"),
    act=Fact("отправка", of="outbox.act"),
    message=Fact("комментарий", of="inbox.message"),
    talk=Fact("переписка", of="inbox.conversation"),
    evidence=Fact("контрольная сумма доказательства"),
    second=Fact("подтвердил", of="staff.person"),
    reach=Fact("кому сказали"),
)
register_facts(
    "comment",
    ground=Fact("основание", dict(Ground.choices)),
    ruling=Fact("решение"),
    evidence=Fact("контрольная сумма доказательства"),
)
register_facts(
    "message",
    request=Fact("просьба"),
    order=Fact("по документу"),
    months=Fact("срок, месяцев"),
    ground=Fact("основание", dict(Ground.choices)),
    ruling=Fact("решение"),
    evidence=Fact("контрольная сумма доказательства"),
)
register_facts(
    "threshold",
    ground=Fact("основание", dict(Ground.choices)),
    percent=Fact("предлагать с, %"),
    before=Fact("раньше с, %"),
    asked=Fact("попросил", of="staff.person"),
)
register_facts(
    "evidence",
    ruling=Fact("решение"),
    before=Fact("контрольная сумма прежде"),
    evidence=Fact("контрольная сумма теперь"),
    parts=Fact(""),
    pictures=Fact("снимков"),
    months=Fact("срок, месяцев"),
    order=Fact("по документу"),
    to=Fact("кому", dict(Recipient.choices)),
    request=Fact("просьба, или контрольная сумма номера запроса"),
    kind=Fact("файл", dict(PacketKind.choices)),
    file=Fact("контрольная сумма файла"),
    copy=Fact("вид", {"whole": "полный", "anonymous": "без имён и слов"}),
    since=Fact("с"),
    sealed=Fact("сходятся по контрольным суммам и закрыты"),
    left=Fact("не сходятся"),
)
