"""URLs of pages made of several rooms: «Сегодня», the plan, «Входящие», and the component kit."""

from django.urls import path

from veche.web.pages import (
    inbox,
    inbox_news,
    item,
    kit,
    month,
    moves,
    plan_export,
    plan_fact,
    plan_fact_file,
    plan_list,
    reserve,
    today,
    week,
)

app_name = "web"
urlpatterns = [
    path("", today.today, name="today"),
    path("week/", week.week, name="week"),
    path("week/month/", month.month, name="month"),
    path("week/list/", plan_list.plan_list, name="plan_list"),
    path("week/fact/", plan_fact.plan_fact, name="plan_fact"),
    path("week/fact/file/", plan_fact_file.plan_fact_file, name="plan_fact_file"),
    path("week/moves/", moves.moves, name="moves"),
    path("week/export/", plan_export.choose, name="plan_export"),
    path("week/export/file/", plan_export.plan_file, name="plan_file"),
    path("week/items/<int:pk>/", item.item, name="item"),
    path("week/items/<int:pk>/change/", item.change_details, name="item_change"),
    path("week/items/<int:pk>/move/", item.move, name="item_move"),
    path("week/items/<int:pk>/move-back/", moves.undo, name="item_move_back"),
    path("week/items/<int:pk>/write/", item.write, name="item_write"),
    path("week/items/<int:pk>/drop-from-plan/", item.drop_from_plan, name="item_drop"),
    path("week/items/<int:pk>/reason/", plan_fact.reason, name="item_reason"),
    path("week/items/<int:pk>/restore/", item.restore, name="item_restore"),
    path("week/reserve/<int:pk>/", reserve.place, name="place"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/news/", inbox_news.news, name="inbox_news"),
    path("inbox/<int:pk>/", inbox.message, name="message"),
    path("inbox/<int:pk>/answer/", inbox.answer, name="message_answer"),
    path("inbox/<int:pk>/close/", inbox.close, name="message_close"),
    path("inbox/<int:pk>/count/", inbox.count, name="message_count"),
    path("kit/", kit.kit, name="kit"),
]
