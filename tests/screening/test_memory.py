from veche.screening.memory import LONGEST, remembered


def test_each_word_is_made_once_and_all_are_forgotten_when_it_is_full():
    made: list[str] = []

    @remembered(2)
    def length(word: str) -> int:
        made.append(word)
        return len(word)

    assert [length[word] for word in ("да", "нет", "да", "снег", "да")] == [2, 3, 2, 4, 2]
    assert made == ["да", "нет", "снег", "да"]
    assert dict(length) == {"снег": 4, "да": 2}


def test_what_is_no_word_is_not_kept():
    length = remembered(10)(len)

    assert length["х" * (LONGEST + 1)] == LONGEST + 1
    assert dict(length) == {}
