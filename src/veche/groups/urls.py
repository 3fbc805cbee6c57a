from django.urls import path

from veche.groups import views

app_name = "groups"
urlpatterns = [
    path("", views.groups, name="list"),
    path("decide/", views.decide, name="decide"),
    path("check/", views.check, name="check"),
    path("<int:pk>/undo/", views.undo, name="undo"),
]
