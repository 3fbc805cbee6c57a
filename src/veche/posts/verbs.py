"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

register("post.started", _("начали публикацию"))
register("post.new_version", _("начали новую версию текста"))
register("post.words_kept", _("оставили слова, хотя проверка стиля их меняет"))
register("post.words_let_go", _("вернули замечание к словам"))

register_thing("posts.post", Thing(_("публикация"), "plan_item__title", "posts:detail", "posts.see"))
register_facts("post", item=Fact(""), version=Fact(_("версия")), rule=Fact(_("правило")))
