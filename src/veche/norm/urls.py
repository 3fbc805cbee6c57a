from django.urls import path

from veche.norm import views

app_name = "norm"
urlpatterns = [
    path("", views.norm, name="norm"),
    path("change/", views.change, name="change"),
]
