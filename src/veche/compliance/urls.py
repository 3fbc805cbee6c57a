from django.urls import path

from veche.compliance import views

app_name = "compliance"
urlpatterns = [
    path("", views.checks, name="checks"),
    path("load/", views.load, name="load"),
    path("sample/", views.sample, name="sample"),
    path("preview/", views.preview, name="preview"),
    path("take/", views.take, name="take"),
    path("discard/", views.discard, name="discard"),
    path("old-after/", views.change_old_after, name="change_old_after"),
    path("families/", views.change_families, name="change_families"),
    path("election/", views.change_election, name="change_election"),
    path("registers/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
