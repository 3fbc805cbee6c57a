"""URLs of the registry alone. An account's page is `outbox:account`, because it shows what waits to leave."""

from django.urls import path

from veche.accounts import connect_views, key_views, proposal_views, registry_views, views
from veche.networks.registry import NETWORKS

app_name = "accounts"
urlpatterns = [
    path("new/", views.new, name="new"),
    path("connect/", connect_views.choose, name="connect"),
    *(path(f"connect/{slug}/", connect_views.begin, {"network": slug}, name=f"connect_{slug}") for slug in NETWORKS),
    path("connecting/<uuid:pk>/", connect_views.connecting_page, name="connecting"),
    path("connecting/<uuid:pk>/again/", connect_views.ask_again, name="connecting_again"),
    path("connecting/<uuid:pk>/drop/", connect_views.give_up, name="connecting_drop"),
    path("connecting/<uuid:pk>/finish/", connect_views.finish, name="connecting_finish"),
    path("<int:pk>/passport/", views.passport, name="passport"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/webhook/", views.webhook, name="webhook"),
    path("<int:pk>/administrators/", views.refresh_administrators, name="administrators"),
    path("alterations/<int:pk>/", views.give_verdict, name="say"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/keys/<slug:slot>/", key_views.replace, name="replace_key"),
    path("registry/", registry_views.registry, name="registry"),
    path("registry.xlsx", registry_views.registry_xlsx, name="registry_xlsx"),
    path("registry.csv", registry_views.registry_csv, name="registry_csv"),
    path("proposals/", proposal_views.proposal_list, name="proposals"),
    path("proposals/new/", proposal_views.propose, name="propose"),
    path("<int:pk>/propose-closing/", proposal_views.propose_closing, name="propose_closing"),
    path("proposals/<int:pk>/", proposal_views.proposal, name="proposal"),
    path("proposals/<int:pk>/decide/", proposal_views.decide, name="proposal_decide"),
    path("proposals/<int:pk>/withdraw/", proposal_views.withdraw, name="proposal_withdraw"),
    path("proposals/<int:pk>/account/", proposal_views.name_account, name="proposal_account"),
    path("proposals/<int:pk>/steps/<slug:step>/", proposal_views.mark, name="proposal_step"),
    path("proposals/<int:pk>/steps/<slug:step>/back/", proposal_views.take_back, name="proposal_step_back"),
    path("keys/<uuid:pk>/revoke/", key_views.revoke, name="revoke_key"),
]
