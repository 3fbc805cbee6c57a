"""URLs of the library, and of files, which begin with `posts/` since files belonged to the room of posts."""

from django.urls import include, path, re_path

from veche.media import library_views, views

app_name = "media"

_FILES = [
    re_path(r"^photo/(?P<sha256>[0-9a-f]{64})/$", views.photo, name="photo"),
    re_path(r"^photo/(?P<sha256>[0-9a-f]{64})/captions/$", views.captions, name="captions"),
    re_path(r"^photo/(?P<sha256>[0-9a-f]{64})/small/$", views.thumb, name="thumb"),
    re_path(r"^photo/(?P<sha256>[0-9a-f]{64})/tiny/$", views.list_thumb, name="list_thumb"),
]
_LIBRARY = [
    path("", library_views.files, name="files"),
    path("add/", library_views.add, name="add"),
    path("uploads/", library_views.library_uploads, name="uploads"),
    path("uploads/<str:key>/", library_views.library_uploads, name="upload"),
    path("tune/", library_views.tune, name="tune"),
    path("<int:pk>/", library_views.detail, name="detail"),
    path("<int:pk>/papers/", library_views.add_paper, name="add_paper"),
    path("papers/<int:pk>/", library_views.paper, name="paper"),
    path("papers/<int:pk>/remove/", library_views.remove_paper, name="remove_paper"),
]

urlpatterns = [path("posts/", include(_FILES)), path("media/", include(_LIBRARY))]
