"""URLs of pages made of several rooms, and of the component kit."""

from django.urls import include, path

from veche.web.pages import kit, today, week

urlpatterns = [
    path("", today.today, name="today"),
    path("week/", week.week, name="week"),
    path("week/items/", include("veche.web.plan_urls")),
    path("kit/", kit.kit, name="kit"),
]
