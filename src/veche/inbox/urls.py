"""URLs of the inbox alone. The screen «Входящие» is `web:inbox`, because moderation decides on it too."""

from django.urls import path

from veche.inbox import views

app_name = "inbox"
urlpatterns = [
    path("settings/", views.inbox_settings, name="settings"),
    path("messages/<int:pk>/take/", views.take, name="take"),
    path("messages/<int:pk>/release/", views.release, name="release"),
    path("messages/<int:pk>/note/", views.note, name="note"),
    path("asked/", views.asked, name="asked"),
    path("answers/<int:pk>/say/", views.say_of_answer, name="say"),
    path("pictures/<int:pk>/", views.picture, name="picture"),
    path("gaps/<int:pk>/looked/", views.mark_gap_seen, name="gap"),
]
