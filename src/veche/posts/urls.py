"""Included by `publishing.urls`, which has the rest of `posts:`."""

from django.urls import re_path

from veche.posts import views

urlpatterns = [
    re_path(r"^photo/(?P<sha256>[0-9a-f]{64})/$", views.photo, name="photo"),
    re_path(r"^photo/(?P<sha256>[0-9a-f]{64})/captions/$", views.captions, name="captions"),
    re_path(r"^photo/(?P<sha256>[0-9a-f]{64})/small/$", views.thumb, name="thumb"),
]
