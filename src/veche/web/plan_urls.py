"""URLs of the plan: an item's page shows its text's fate, so it is here.

Forms that only add to the plan are in `plan.views`.
"""

from django.urls import path

from veche.plan import views
from veche.web.pages import item

app_name = "plan"
urlpatterns = [
    path("add/", views.add, name="add"),
    path("occasion/", views.occasion, name="occasion"),
    path("occasion/<int:pk>/", views.occasion_page, name="occasion_page"),
    path("occasion/<int:pk>/change/", views.change, name="occasion_change"),
    path("occasion/<int:pk>/remove/", views.remove, name="occasion_remove"),
    path("<int:pk>/change/", item.change_details, name="change"),
    path("<int:pk>/", item.item, name="item"),
    path("<int:pk>/move/", item.move, name="move"),
    path("<int:pk>/write/", item.write, name="write"),
    path("<int:pk>/drop-from-plan/", item.drop_from_plan, name="drop_from_plan"),
    path("<int:pk>/restore/", item.restore, name="restore"),
]
