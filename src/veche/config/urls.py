"""All addresses: each room names its own, here they get their place."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from veche.config import health

handler500 = "veche.config.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("me/", include("veche.staff.signin_urls")),
    path("", include("veche.web.urls")),
    path("people/", include("veche.staff.urls")),
    path("accounts/", include("veche.outbox.account_urls")),
    path("outbox/", include("veche.outbox.urls")),
    path("freeze/", include("veche.outbox.freeze_urls")),
    path("inbox/", include("veche.web.pages.inbox_urls")),
    path("inbox/deletions/", include("veche.moderation.urls")),
    path("hooks/", include("veche.api.urls")),
    path("journal/", include("veche.journal.urls")),
    path("posts/", include("veche.publishing.urls")),
    path("approval/", include("veche.approval.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("veche.staff.demo_urls")))
