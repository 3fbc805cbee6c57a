"""What no key at all can: said by one table, and by each adapter when its key may do everything there is."""

from tests.networks.conftest import Bench, soon
from veche.networks.never import could, never
from veche.networks.protocol import OutgoingPost, Poll, Publish, ReleaseAuthor, RestrictAuthor, Unpin


def test_the_table_is_what_a_key_with_all_rights_still_may_not(bench: Bench) -> None:
    abilities = bench.network.abilities(deadline=soon())

    assert {operation for operation, ability in abilities.items() if ability.mode != "auto"} == never(bench.slug)


def test_an_act_is_possible_where_all_that_it_asks_for_is() -> None:
    poll = Publish(OutgoingPost("Каток", poll=Poll("Где?", ("Тут", "Там"))))

    assert [could(slug, poll) for slug in ("vk", "ok", "telegram", "max")] == [True, True, True, False]
    assert [could(slug, RestrictAuthor("7")) for slug in ("vk", "ok", "telegram", "max")] == [True, True, True, False]
    assert [could(slug, ReleaseAuthor("7")) for slug in ("vk", "ok", "telegram", "max")] == [True, False, True, False]
    assert [could(slug, Unpin("7")) for slug in ("vk", "ok")] == [True, False]
