from veche.routing.words import Speller


def test_spellings_of_a_word_share_the_set_of_its_lemma():
    """A set for each of them would take 29 MB of the web and of the worker."""
    speller = Speller(["дорога"])
    found = [*speller._by_gap.values(), *speller._by_sound.values()]
    assert (len(found) > 50, len({id(one) for one in found})) == (True, 1)
    assert speller.meant("дарога") == {"дорога"}
