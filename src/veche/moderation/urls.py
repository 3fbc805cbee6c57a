from django.urls import path

from veche.moderation import (
    author_views,
    decide_views,
    keeping_views,
    norm_views,
    packet_views,
    second_views,
    threshold_views,
    views,
)

app_name = "moderation"
urlpatterns = [
    path("", views.deleted, name="list"),
    path("<int:pk>/", views.evidence, name="evidence"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/say/", views.say, name="say"),
    path("<int:pk>/copy/", packet_views.of_ruling, name="ruling_copy"),
    path("thresholds/", threshold_views.thresholds, name="thresholds"),
    path("thresholds/<int:pk>/", threshold_views.tune, name="tune"),
    path("norms/", norm_views.norms, name="norms"),
    path("norms/change/", norm_views.change_norms, name="change_norms"),
    path("keeping/", keeping_views.keeping, name="keeping"),
    path("keeping/change/", keeping_views.change_keeping, name="change_keeping"),
    path("holds/<int:pk>/lift/", keeping_views.lift, name="lift_hold"),
    path("<int:pk>/hold/", keeping_views.hold_ruling, name="hold_ruling"),
    path("authors/<int:pk>/hold/", keeping_views.hold_restriction, name="hold_restriction"),
    path("authors/", author_views.restricted, name="restricted"),
    path("authors/<int:pk>/", author_views.restriction, name="restriction"),
    path("authors/<int:pk>/copy/", packet_views.of_restriction, name="restriction_copy"),
    path("authors/<int:pk>/release/", author_views.release, name="release"),
    path("authors/<int:pk>/review/", second_views.review, name="review"),
    path("authors/asked/<int:pk>/", second_views.asked, name="asked"),
    path("authors/asked/<int:pk>/confirm/", second_views.confirm, name="confirm"),
    path("authors/asked/<int:pk>/refuse/", second_views.refuse, name="refuse"),
    path("comments/<int:pk>/restrict/", decide_views.restrict, name="restrict"),
    path("comments/<int:pk>/delete/", views.delete, name="delete"),
    path("comments/<int:pk>/keep/", views.keep, name="keep"),
    path("comments/<int:pk>/restore/", views.restore, name="restore"),
]
