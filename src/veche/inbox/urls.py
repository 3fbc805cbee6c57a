"""URLs of the inbox alone. The screen «Входящие» is `web:inbox`, because moderation decides on it too."""

from django.urls import path

from veche.inbox import views

app_name = "inbox"
urlpatterns = [
    path("asked/", views.asked, name="asked"),
    path("answers/<int:pk>/say/", views.say_of_answer, name="say"),
    path("pictures/<int:pk>/", views.picture, name="picture"),
    path("gaps/<int:pk>/looked/", views.mark_gap_seen, name="gap"),
]
