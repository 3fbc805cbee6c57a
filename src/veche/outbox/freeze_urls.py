"""URLs of «Заморозить всё», without a namespace: the button is on every page."""

from django.urls import path

from veche.outbox import freeze_views

urlpatterns = [
    path("", freeze_views.freeze, name="freeze"),
    path("release/", freeze_views.release, name="release"),
]
