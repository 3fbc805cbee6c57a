"""URLs of the account registry: the registry's own pages and those that need the acts planned for an account."""

from django.urls import include, path

from veche.outbox import account_views, closing_views, page_views

app_name = "accounts"
urlpatterns = [
    path("", account_views.accounts, name="list"),
    path("<int:pk>/", account_views.account, name="detail"),
    path("<int:pk>/trial/", account_views.try_it, name="trial"),
    path("<int:pk>/page/", page_views.page, name="page"),
    path("<int:pk>/close/", closing_views.close, name="close"),
    path("", include("veche.accounts.urls")),
]
