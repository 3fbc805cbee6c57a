"""URLs of files, which begin with `posts/` since files belonged to the room of posts."""

from django.urls import include, path, re_path

from veche.media import views

app_name = "media"

_FILES = [
    re_path(r"^photo/(?P<sha256>[0-9a-f]{64})/$", views.photo, name="photo"),
    re_path(r"^photo/(?P<sha256>[0-9a-f]{64})/captions/$", views.captions, name="captions"),
    re_path(r"^photo/(?P<sha256>[0-9a-f]{64})/small/$", views.thumb, name="thumb"),
]

urlpatterns = [path("posts/", include(_FILES))]
