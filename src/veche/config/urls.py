"""All addresses. A room whose pages begin alike gets its place here; `web`, `staff` and `outbox` have several."""

from django.urls import URLPattern, URLResolver, include, path

from veche.config import health

handler500 = "veche.config.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("me/", include("veche.staff.signin_urls")),
    path("", include("veche.web.urls")),
    path("", include("veche.staff.urls")),
    path("", include("veche.outbox.urls")),
    path("", include("veche.media.urls")),
    path("", include("veche.alarms.urls")),
    path("search/", include("veche.search.urls")),
    path("week/items/", include("veche.plan.urls")),
    path("week/norm/", include("veche.norm.urls")),
    path("requests/", include("veche.requests.urls")),
    path("checks/", include("veche.compliance.urls")),
    path("accounts/", include("veche.accounts.urls")),
    path("inbox/", include("veche.inbox.urls")),
    path("inbox/cases/", include("veche.cases.urls")),
    path("inbox/groups/", include("veche.groups.urls")),
    path("inbox/deletions/", include("veche.moderation.urls")),
    path("inbox/data/", include("veche.personal_data.urls")),
    path("inbox/rumours/", include("veche.rumours.urls")),
    path("inbox/modes/", include("veche.commenting.urls")),
    path("", include("veche.appeals.urls")),
    path("hooks/", include("veche.api.urls")),
    path("journal/", include("veche.journal.urls")),
    path("posts/", include("veche.publishing.urls")),
    path("approval/", include("veche.approval.urls")),
]
