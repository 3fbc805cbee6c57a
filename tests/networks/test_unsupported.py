"""Operations that no key allows: in the profile, and in each adapter with all rights."""

from tests.networks.conftest import Bench, soon
from veche.networks.protocol import OutgoingPost, Poll, Publish, ReleaseAuthor, RestrictAuthor, Unpin
from veche.networks.registry import NETWORKS


def test_the_profile_is_what_a_key_with_all_rights_still_may_not(bench: Bench) -> None:
    abilities = bench.network.abilities(deadline=soon())

    assert {operation for operation, ability in abilities.items() if ability.mode != "auto"} == NETWORKS[
        bench.slug
    ].unsupported


def test_an_act_is_possible_where_all_that_it_asks_for_is() -> None:
    poll = Publish(OutgoingPost("Каток", poll=Poll("Где?", ("Тут", "Там"))))

    networks = [NETWORKS[slug] for slug in ("vk", "ok", "telegram", "max")]
    assert [network.could(poll) for network in networks] == [True, True, True, False]
    assert [network.could(RestrictAuthor("7")) for network in networks] == [True, True, True, False]
    assert [network.could(ReleaseAuthor("7")) for network in networks] == [True, False, True, False]
    assert [network.could(Unpin("7")) for network in networks] == [True, False, True, True]
