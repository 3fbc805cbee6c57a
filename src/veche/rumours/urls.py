from django.urls import path

from veche.rumours import views

app_name = "rumours"
urlpatterns = [
    path("", views.register, name="list"),
    path("new/", views.enter, name="enter"),
    path("texts/", views.texts, name="texts"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/picture/", views.add_picture, name="add_picture"),
    path("<int:pk>/refute/", views.refute, name="refute"),
    path("<int:pk>/complain/", views.complain, name="complain"),
    path("<int:pk>/end/", views.end, name="end"),
    path("<int:pk>/open/", views.open_again, name="open"),
    path("pictures/<int:pk>/", views.picture, name="picture"),
    path("complaints/<int:pk>/answered/", views.answered, name="answered"),
    path("comments/<int:pk>/", views.link, name="link"),
    path("linked/<int:pk>/free/", views.unlink, name="unlink"),
]
