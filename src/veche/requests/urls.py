from django.urls import path

from veche.requests import department_views, link_views, question_views, time_views, tray_views, views

app_name = "requests"
urlpatterns = [
    path("", views.queue, name="list"),
    path("ask/", views.ask, name="ask"),
    path("ask/uploads/", views.ask_uploads, name="ask_uploads"),
    path("ask/uploads/<str:key>/", views.ask_uploads, name="ask_upload"),
    path("question/", question_views.inquire, name="inquire"),
    path("departments/", views.departments, name="departments"),
    path("settings/", link_views.link_settings, name="settings"),
    path("link/<str:token>/", link_views.link, name="link"),
    path("link/<str:token>/uploads/", link_views.link_uploads, name="link_uploads"),
    path("link/<str:token>/uploads/<str:key>/", link_views.link_uploads, name="link_upload"),
    path("link/<str:token>/pictures/<int:attachment>/", link_views.link_picture, name="link_picture"),
    path("from-tray/<int:pk>/", tray_views.from_tray, name="from_tray"),
    path("mine/", department_views.mine, name="mine"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/remark/", views.remark, name="remark"),
    path("<int:pk>/accept/", views.accept, name="accept"),
    path("<int:pk>/read/", question_views.read, name="read"),
    path("<int:pk>/raise/", views.raise_now, name="raise"),
    path("<int:pk>/return/", views.send_back, name="send_back"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/readdress/", views.readdress, name="readdress"),
    path("<int:pk>/deadline/", views.move_deadline, name="move_deadline"),
    path("<int:pk>/answer/", department_views.answer, name="answer"),
    path("<int:pk>/question/", department_views.question, name="question"),
    path("<int:pk>/time/", time_views.ask, name="ask_time"),
    path("<int:pk>/time/give/", time_views.give, name="give_time"),
    path("<int:pk>/refuse/", department_views.refuse, name="refuse"),
    path("<int:pk>/files/", department_views.add_files, name="add_files"),
    path("<int:pk>/uploads/", department_views.uploads, name="uploads"),
    path("<int:pk>/uploads/<str:key>/", department_views.uploads, name="upload"),
    path("<int:pk>/files/<int:attachment>/remove/", department_views.remove_file, name="remove_file"),
]
