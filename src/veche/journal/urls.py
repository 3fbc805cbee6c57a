from django.urls import path

from veche.journal import views

app_name = "journal"
urlpatterns = [
    path("", views.journal, name="list"),
    path("verify/", views.verify_chain, name="verify"),
    path("close/", views.close, name="close"),
]
