from django.urls import path

from veche.personal_data import views

app_name = "personal_data"
urlpatterns = [
    path("", views.find, name="find"),
    path("look/", views.look, name="look"),
    path("erase/", views.erase, name="erase"),
]
