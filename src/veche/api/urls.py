from django.urls import path

from veche.api import webhooks

app_name = "api"
urlpatterns = [path("<slug:network>/<slug:path>/", webhooks.hook, name="hook")]
