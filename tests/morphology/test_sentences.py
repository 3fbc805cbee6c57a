from veche.morphology.sentences import lines, sentences, tokens

TEXT = "Открыли каток\n\n  Вход свободный. Лёд готовили 2 недели!  \n"


def test_lines_without_their_margins():
    found = list(lines(TEXT))
    assert [piece.text for piece in found] == ["Открыли каток", "Вход свободный. Лёд готовили 2 недели!"]
    assert all(TEXT[piece.start : piece.end] == piece.text for piece in found)


def test_a_heading_is_a_sentence_of_its_own():
    found = list(sentences(TEXT))
    assert [piece.text for piece in found] == ["Открыли каток", "Вход свободный.", "Лёд готовили 2 недели!"]
    assert all(TEXT[piece.start : piece.end] == piece.text for piece in found)


def test_tokens_stand_where_they_stood():
    sentence = list(sentences(TEXT))[2]
    found = tokens(sentence.text, sentence.start)
    assert [piece.text for piece in found] == ["Лёд", "готовили", "2", "недели", "!"]
    assert all(TEXT[piece.start : piece.end] == piece.text for piece in found)
