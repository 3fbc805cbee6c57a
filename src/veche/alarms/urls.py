"""URLs of news: where they go, the bots that tell them, and what people send to the bots."""

from django.urls import path

from veche.alarms import views

app_name = "alarms"
urlpatterns = [
    path("news/", views.mine, name="mine"),
    path("news/letters/", views.letters, name="letters"),
    path("news/letters/<int:pk>/again/", views.send_again, name="send_again"),
    path("news/chats/<int:pk>/end/", views.unlink, name="unlink"),
    path("news/bots/", views.bots, name="bots"),
    path("news/bots/<slug:network>/key/", views.key, name="bot_key"),
    path("news/chats/<uuid:pk>/link/", views.link, name="link"),
    path("news/bots/<uuid:pk>/remove/", views.remove, name="remove_bot"),
    path("news/sent/", views.tray, name="tray"),
    path("news/sent/<int:pk>/done/", views.sort_out, name="sort_out"),
]
