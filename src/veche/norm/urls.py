from django.urls import path

from veche.norm import views

app_name = "norm"
urlpatterns = [
    path("", views.norm, name="norm"),
    path("week/", views.week, name="week"),
    path("change/", views.change, name="change"),
]
