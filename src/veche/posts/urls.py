"""URLs of files. A post's pages are in `publishing.urls`, because they show approval and deliveries too."""

from django.urls import re_path

from veche.posts import views

app_name = "posts"
urlpatterns = [
    re_path(r"^photo/(?P<sha256>[0-9a-f]{64})/$", views.photo, name="photo"),
    re_path(r"^photo/(?P<sha256>[0-9a-f]{64})/captions/$", views.captions, name="captions"),
    re_path(r"^photo/(?P<sha256>[0-9a-f]{64})/small/$", views.thumb, name="thumb"),
]
