"""Included by `outbox.account_urls`, where the rest of `accounts:` stands."""

from django.urls import path

from veche.accounts import key_views, views

urlpatterns = [
    path("", views.accounts, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.account, name="detail"),
    path("<int:pk>/passport/", views.passport, name="passport"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/keys/<slug:slot>/", key_views.replace, name="replace_key"),
    path("keys/<uuid:pk>/revoke/", key_views.revoke, name="revoke_key"),
]
