from django.urls import path

from veche.commenting import views

app_name = "commenting"
urlpatterns = [
    path("", views.register, name="list"),
    path("accounts/<int:pk>/", views.of_account, name="account"),
    path("posts/<int:pk>/", views.of_post, name="post"),
    path("<int:pk>/", views.detail, name="detail"),
    path("differences/<int:pk>/put-back/", views.put_back, name="put_back"),
    path("differences/<int:pk>/accept/", views.accept, name="accept"),
    path("<int:pk>/term/", views.move, name="term"),
    path("<int:pk>/open/", views.reopen, name="open"),
]
