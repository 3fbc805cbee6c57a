"""Pages made of several rooms, and the kit of parts."""

from django.urls import path

from veche.web.pages import kit

urlpatterns = [
    path("kit/", kit.kit, name="kit"),
]
