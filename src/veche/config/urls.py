"""All addresses: each room names its own, here they get their place."""

from django.urls import include, path

from veche.config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("me/", include("allauth.urls")),
]
