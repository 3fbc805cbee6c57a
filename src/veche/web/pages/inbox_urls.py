"""URLs of «Входящие»: its screen uses two rooms; views of one room belong to that room."""

from django.urls import path

from veche.inbox import views
from veche.web.pages import inbox

app_name = "inbox"
urlpatterns = [
    path("", inbox.inbox, name="list"),
    path("<int:pk>/", inbox.message, name="message"),
    path("<int:pk>/answer/", inbox.answer, name="answer"),
    path("<int:pk>/close/", inbox.close, name="close"),
    path("<int:pk>/count/", inbox.count, name="count"),
    path("answers/<int:pk>/say/", views.say_of_answer, name="say"),
    path("pictures/<int:pk>/", views.picture, name="picture"),
    path("gaps/<int:pk>/looked/", views.mark_gap_seen, name="gap"),
]
