"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("post.started", _("начата публикация"))
register("post.new_version", _("начата новая версия текста"))
register("post.words_kept", _("слова оставлены, хотя проверка стиля их меняет"))
register("post.words_let_go", _("замечание к словам возвращено"))

register_thing("posts.post", Thing(_("публикация"), "plan_item__title", "posts:detail", "posts.see"))
register_facts("post", item=Fact(""), version=Fact(_("версия")), rule=Fact(_("правило")))
