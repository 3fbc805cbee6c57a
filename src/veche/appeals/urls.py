from django.urls import path

from veche.appeals import public_views, report_views, together_views, views

app_name = "appeals"
urlpatterns = [
    path("inbox/appeals/", views.appeals, name="list"),
    path("inbox/appeals/report/", report_views.report, name="report"),
    path("inbox/appeals/together/", together_views.together, name="together"),
    path("inbox/appeals/settings/", views.settings, name="settings"),
    path("inbox/appeals/notice/<int:pk>/", views.notice_of_ruling, name="notice"),
    path("inbox/appeals/notice/authors/<int:pk>/", views.notice_of_restriction, name="notice_of_restriction"),
    path("inbox/appeals/<int:pk>/", views.detail, name="detail"),
    path("inbox/appeals/<int:pk>/match/", views.match, name="match"),
    path("inbox/appeals/<int:pk>/decide/", views.decide, name="decide"),
    path("inbox/appeals/<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("inbox/appeals/<int:pk>/done/", views.card_done, name="card_done"),
    path("comments/<slug:slug>/", public_views.rules, name="rules"),
    path("comments/<slug:slug>/figures/", public_views.all_months, name="months"),
    path("comments/<slug:slug>/figures/<str:month>/", public_views.figures, name="figures"),
    path("comments/<slug:slug>/appeal/", public_views.find, name="find"),
    path("comments/<slug:slug>/appeal/send/", public_views.contest, name="contest"),
    path("comments/<slug:slug>/appeal/place/", public_views.place, name="place"),
]
