from django.urls import path

from veche.moderation import views

app_name = "moderation"
urlpatterns = [
    path("", views.deleted, name="list"),
    path("<int:pk>/", views.evidence, name="evidence"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/say/", views.say, name="say"),
    path("comments/<int:pk>/delete/", views.delete, name="delete"),
    path("comments/<int:pk>/keep/", views.keep, name="keep"),
    path("comments/<int:pk>/restore/", views.restore, name="restore"),
]
