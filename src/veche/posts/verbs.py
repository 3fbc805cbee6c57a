"""Sentences for this room's journal entries."""

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("post.started", "начали публикацию")
register("post.new_version", "начали новую версию текста")
register("post.words_kept", "оставили слова, хотя проверка стиля их меняет")
register("post.rights_taken", "поставили файл с неясными правами под свою ответственность")
register("post.reasons_given", "написали, почему оставляют то, что закон запрещает")
register("post.words_let_go", "вернули замечание к словам")
register("post.suggested", "предложили другие слова")
register("post.suggestion_taken", "взяли предложенные слова в текст")
register("post.suggestion_left", "оставили текст, как был, а не предложенные слова")
register("post.suggestion_withdrawn", "забрали предложенные слова назад")
register("post.commented", "сказали о тексте")
register("post.comment_done", "отметили, что замечание учли")

register_thing("posts.post", Thing("публикация", "plan_item__title", "publishing:detail", "posts.see"))
register_facts("post", item=Fact(""), version=Fact("версия"), rule=Fact("правило"), rules=Fact("правила"))
register_facts("post", file=Fact("файл"), doubts=Fact(""))
register_facts("post", suggestion=Fact("предложение №"), sentences=Fact("предложений"), comment=Fact("замечание №"))
