"""URLs of forms about the plan alone. An item's page is `web:item`, because it shows what became of the item's text."""

from django.urls import path

from veche.plan import calendar_views, feed_views, file_views, series_views, views

app_name = "plan"
urlpatterns = [
    path("add/", views.add, name="add"),
    path("from-request/<int:pk>/", views.from_request, name="from_request"),
    path("series/", series_views.all_series, name="all_series"),
    path("series/add/", series_views.add, name="add_series"),
    path("series/<int:pk>/", series_views.series, name="series"),
    path("series/<int:pk>/change/", series_views.change, name="series_change"),
    path("series/<int:pk>/stop/", series_views.stop, name="series_stop"),
    path("series/<int:pk>/resume/", series_views.resume, name="series_resume"),
    path("occasions/", views.occasions, name="occasions"),
    path("occasion/", views.occasion, name="occasion"),
    path("occasion/<int:pk>/", views.occasion_page, name="occasion_page"),
    path("occasion/<int:pk>/change/", views.change, name="occasion_change"),
    path("occasion/<int:pk>/remove/", views.remove, name="occasion_remove"),
    path("occasion/<int:pk>/restore/", calendar_views.restore, name="occasion_restore"),
    path("<int:pk>/occasion-seen/", calendar_views.seen, name="occasion_seen"),
    path("<int:pk>/told-apart/", views.tell_apart, name="tell_apart"),
    path("feeds/", feed_views.feeds, name="feeds"),
    path("feeds/<int:pk>/revoke/", feed_views.revoke, name="feed_revoke"),
    path("feed/<slug:secret>.ics", feed_views.feed, name="feed"),
    path("calendars/", calendar_views.calendars, name="calendars"),
    path("calendars/add/", calendar_views.add, name="calendar_add"),
    path("calendars/<int:pk>/", calendar_views.calendar, name="calendar"),
    path("calendars/<int:pk>/name/", calendar_views.rename, name="calendar_rename"),
    path("calendars/<int:pk>/remove/", calendar_views.remove, name="calendar_remove"),
    path("calendars/<int:pk>/load/", calendar_views.load, name="calendar_load"),
    path("calendars/<int:pk>/text/", calendar_views.paste, name="calendar_text"),
    path("calendars/<int:pk>/address/", calendar_views.address, name="calendar_address"),
    path("calendars/<int:pk>/address/forget/", calendar_views.forget, name="calendar_forget"),
    path("calendars/<int:pk>/address/read/", calendar_views.read_now, name="calendar_read_now"),
    path("calendars/<int:pk>/reading/", calendar_views.preview, name="calendar_reading"),
    path("calendars/<int:pk>/reading/write/", calendar_views.write, name="calendar_write"),
    path("calendars/<int:pk>/reading/discard/", calendar_views.discard, name="calendar_discard"),
    path("file/", file_views.load, name="file_load"),
    path("file/sample/", file_views.sample, name="file_sample"),
    path("file/rows/", file_views.preview, name="file_rows"),
    path("file/rows/mark/", file_views.mark, name="file_mark"),
    path("file/rows/place/", file_views.place, name="file_place"),
    path("file/discard/", file_views.discard, name="file_discard"),
    path("file/<int:pk>/", file_views.placed, name="file"),
    path("file/<int:pk>/take-out/", file_views.take_out, name="file_take_out"),
]
