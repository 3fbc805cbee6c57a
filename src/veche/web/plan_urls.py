"""Addresses of the plan. They stand here because an item's page shows what became of its text; the forms that only put
something into the plan are `plan.views`."""

from django.urls import path

from veche.plan import views
from veche.web.pages import item

app_name = "plan"
urlpatterns = [
    path("add/", views.add, name="add"),
    path("occasion/", views.occasion, name="occasion"),
    path("<int:pk>/", item.item, name="item"),
    path("<int:pk>/move/", item.move, name="move"),
    path("<int:pk>/write/", item.write, name="write"),
    path("<int:pk>/withdraw/", item.withdraw, name="withdraw"),
]
