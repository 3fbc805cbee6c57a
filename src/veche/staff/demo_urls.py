"""Included by config/urls.py in the demo city only."""

from django.urls import path

from veche.staff import entrance_views

app_name = "demo"
urlpatterns = [
    path("", entrance_views.demo, name="doors"),
    path("sign-in/<str:role>/", entrance_views.demo_sign_in, name="sign_in"),
]
