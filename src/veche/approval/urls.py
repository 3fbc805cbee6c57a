from django.urls import path

from veche.approval import views

app_name = "approval"
urlpatterns = [
    path("", views.queue, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("routes/", views.routes, name="routes"),
    path("routes/add/", views.add, name="add_route"),
    path("routes/<int:pk>/", views.change, name="change_route"),
    path("routes/<int:pk>/archive/", views.archive, name="archive_route"),
    path("routes/single/", views.switch, name="single_person"),
]
