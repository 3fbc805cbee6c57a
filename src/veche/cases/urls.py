from django.urls import path

from veche.cases import exchange_views, helped_views, hold_views, question_views, template_views, views

app_name = "cases"
urlpatterns = [
    path("", views.cases, name="list"),
    path("questions/", question_views.questions, name="questions"),
    path("questions/judge/", question_views.judge, name="judge"),
    path("questions/<int:pk>/back/", question_views.back, name="question_back"),
    path("exchange/", exchange_views.exchange, name="exchange"),
    path("exchange/rows/", exchange_views.rows, name="exchange_rows"),
    path("exchange/write/", exchange_views.write, name="exchange_write"),
    path("exchange/discard/", exchange_views.discard, name="exchange_discard"),
    path("exchange/out/", exchange_views.out, name="exchange_out"),
    path("<int:pk>/number/", exchange_views.number, name="number"),
    path("settings/", views.settings, name="settings"),
    path("templates/", template_views.templates, name="templates"),
    path("templates/<int:pk>/", template_views.template, name="template"),
    path("templates/<int:pk>/archive/", template_views.archive, name="archive_template"),
    path("open/<int:pk>/", views.open_from, name="open"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/alike/", views.alike, name="alike"),
    path("<int:pk>/out/<int:message>/", views.take_out, name="take_out"),
    path("<int:pk>/merge/", views.merge, name="merge"),
    path("<int:pk>/ask/", views.ask, name="ask"),
    path("<int:pk>/return/", views.return_draft, name="return_draft"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/insert/", views.insert, name="insert"),
    path("<int:pk>/not-ours/", views.not_ours, name="not_ours"),
    path("<int:pk>/ask-helped/", helped_views.ask_helped, name="ask_helped"),
    path("<int:pk>/helped/", helped_views.helped, name="helped"),
    path("<int:pk>/not-helped/", helped_views.not_helped, name="not_helped"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/hold/", hold_views.hold, name="hold"),
    path("holds/<int:pk>/lift/", hold_views.lift, name="lift_hold"),
]
