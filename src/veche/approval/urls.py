from django.urls import path

from veche.approval import views

app_name = "approval"
urlpatterns = [
    path("", views.queue, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
]
