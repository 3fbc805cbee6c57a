from django.urls import path

from veche.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.acts, name="list"),
    path("<int:pk>/", views.act, name="detail"),
    path("<int:pk>/picture/", views.picture, name="picture"),
    path("<int:pk>/happened/", views.happened, name="happened"),
    path("<int:pk>/address/", views.address, name="address"),
    path("<int:pk>/not-happened/", views.not_happened, name="not_happened"),
    path("<int:pk>/send-now/", views.send_now, name="send_now"),
    path("<int:pk>/give-up/", views.give_up, name="give_up"),
    path("<int:pk>/by-hand/", views.by_hand, name="by_hand"),
    path("seen/<int:pk>/", views.seen, name="seen"),
]
