"""URLs of acts, of «Заморозить всё», and of account pages that show what waits to leave for the account."""

from django.urls import include, path

from veche.outbox import account_views, closing_views, freeze_views, page_views, views

ACTS = [
    path("", views.acts, name="list"),
    path("<int:pk>/", views.act, name="detail"),
    path("<int:pk>/picture/", views.picture, name="picture"),
    path("<int:pk>/happened/", views.happened, name="happened"),
    path("<int:pk>/address/", views.address, name="address"),
    path("<int:pk>/not-happened/", views.not_happened, name="not_happened"),
    path("<int:pk>/send-now/", views.send_now, name="send_now"),
    path("<int:pk>/give-up/", views.give_up, name="give_up"),
    path("<int:pk>/by-hand/", views.by_hand, name="by_hand"),
    path("seen/<int:pk>/", views.seen, name="seen"),
]
ACCOUNTS = [
    path("", account_views.accounts, name="accounts"),
    path("<int:pk>/", account_views.account, name="account"),
    path("<int:pk>/trial/", account_views.try_it, name="account_trial"),
    path("<int:pk>/page/", page_views.page, name="account_page"),
    path("<int:pk>/close/", closing_views.close, name="account_close"),
]
FREEZE = [
    path("", freeze_views.freeze, name="freeze"),
    path("release/", freeze_views.release, name="release"),
]

app_name = "outbox"
urlpatterns = [
    path("outbox/", include(ACTS)),
    path("accounts/", include(ACCOUNTS)),
    path("freeze/", include(FREEZE)),
]
