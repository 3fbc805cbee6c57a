"""URLs of publications: in this room, because their pages show text, approval and deliveries.

The pictures' URLs are in `posts.urls`.
"""

from django.urls import include, path

from veche.publishing.views import (
    afterwards,
    decide,
    detail,
    drafts,
    earlier_version,
    editor,
    live,
    own_texts,
    plan,
    proof,
)

app_name = "posts"
urlpatterns = [
    path("", detail.publications, name="list"),
    path("new/", plan.new, name="new"),
    path("<int:pk>/", detail.publication, name="detail"),
    path("<int:pk>/state/", detail.state, name="state"),
    path("<int:pk>/versions/", detail.versions, name="versions"),
    path("<int:pk>/edit/", editor.edit, name="edit"),
    path("<int:pk>/look/", editor.preview, name="look"),
    path("<int:pk>/proof/", proof.proof, name="proof"),
    path("<int:pk>/proof/keep/", proof.keep_words, name="keep_words"),
    path("<int:pk>/proof/let-go/", proof.let_words_go, name="let_words_go"),
    path("<int:pk>/save/", drafts.save, name="save"),
    path("<int:pk>/photos/", drafts.add_photos, name="add_photos"),
    path("<int:pk>/photos/<int:picture>/remove/", drafts.remove_photo, name="remove_photo"),
    path("<int:pk>/photos/<int:picture>/state/", drafts.media_state, name="media_state"),
    path("<int:pk>/photos/<int:picture>/beside/", drafts.add_video_extra, name="add_beside"),
    path("<int:pk>/photos/<int:picture>/beside/<slug:place>/remove/", drafts.remove_video_extra, name="remove_beside"),
    path("<int:pk>/dressed/<int:delivery>/", afterwards.dressed, name="dressed"),
    path("<int:pk>/live/", live.start, name="live_start"),
    path("<int:pk>/live/begin/<int:account>/", live.begin, name="live_begin"),
    path("<int:pk>/live/end/<int:run>/", live.end, name="live_end"),
    path("<int:pk>/live/key/<int:run>/", live.key, name="live_key"),
    path("<int:pk>/live/<slug:step>/", live.tick, name="live_tick"),
    path("<int:pk>/live/<slug:step>/undo/", live.untick, name="live_untick"),
    path("<int:pk>/fit/<slug:network>/", drafts.fit, name="fit"),
    path("<int:pk>/own/<slug:network>/drop/", own_texts.drop, name="drop_own"),
    path("<int:pk>/ask/", drafts.ask, name="ask"),
    path("<int:pk>/move/", plan.move, name="move"),
    path("<int:pk>/hold/", earlier_version.hold, name="hold"),
    path("<int:pk>/let-go/", earlier_version.let_go, name="let_go"),
    path("<int:pk>/take-back/", earlier_version.take_back, name="take_back"),
    path("<int:pk>/give-up/", earlier_version.give_up, name="give_up"),
    path("<int:pk>/drop-from-plan/", plan.drop_from_plan, name="drop_from_plan"),
    path("<int:pk>/take-down/", afterwards.take_down, name="take_down"),
    path("<int:pk>/pin/", afterwards.pin, name="pin"),
    path("<int:pk>/unpin/", afterwards.unpin, name="unpin"),
    path("decide/<int:pk>/", decide.decide, name="decide"),
    path("", include("veche.posts.urls")),
]
