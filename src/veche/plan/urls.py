"""URLs of forms about the plan alone. An item's page is `web:item`, because it shows what became of the item's text."""

from django.urls import path

from veche.plan import views

app_name = "plan"
urlpatterns = [
    path("add/", views.add, name="add"),
    path("from-request/<int:pk>/", views.from_request, name="from_request"),
    path("occasion/", views.occasion, name="occasion"),
    path("occasion/<int:pk>/", views.occasion_page, name="occasion_page"),
    path("occasion/<int:pk>/change/", views.change, name="occasion_change"),
    path("occasion/<int:pk>/remove/", views.remove, name="occasion_remove"),
]
