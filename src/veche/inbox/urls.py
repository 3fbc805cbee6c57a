"""URLs of the inbox alone. The screen «Входящие» is `web:inbox`, because moderation decides on it too."""

from django.urls import path

from veche.inbox import saved_views, views

app_name = "inbox"
urlpatterns = [
    path("settings/", views.inbox_settings, name="settings"),
    path("filters/", saved_views.filters, name="filters"),
    path("filters/save/", saved_views.save, name="save_filter"),
    path("filters/<int:pk>/change/", saved_views.change, name="change_filter"),
    path("filters/<int:pk>/move/", saved_views.move, name="move_filter"),
    path("filters/<int:pk>/delete/", saved_views.delete, name="delete_filter"),
    path("messages/<int:pk>/take/", views.take, name="take"),
    path("messages/<int:pk>/here/", views.here, name="here"),
    path("messages/<int:pk>/release/", views.release, name="release"),
    path("messages/<int:pk>/note/", views.note, name="note"),
    path("asked/", views.asked, name="asked"),
    path("answers/<int:pk>/say/", views.say_of_answer, name="say"),
    path("pictures/<int:pk>/", views.picture, name="picture"),
    path("gaps/<int:pk>/looked/", views.mark_gap_seen, name="gap"),
]
