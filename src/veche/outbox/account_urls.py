"""Addresses of the registry: its own, and «Закрыть аккаунт», which must know what is planned."""

from django.urls import include, path

from veche.outbox import closing_views

app_name = "accounts"
urlpatterns = [
    path("<int:pk>/close/", closing_views.close, name="close"),
    path("", include("veche.accounts.urls")),
]
