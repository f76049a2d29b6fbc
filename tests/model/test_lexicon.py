from concurrent.futures import ThreadPoolExecutor

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inspection_findings.model.lexicon import Lexicon
from inspection_findings.model.text import tokenise

VOCABULARY = {"late": 0, "visits": 1, "decision": 2}
PIECES = st.text(alphabet="aZé0(’'-.,", min_size=1, max_size=8)


def read(lexicon, text):
    """Tokens of a text and their numbers, as the lexicon has them."""
    pieces = text.split()
    found, known = lexicon.look_up(pieces, len(pieces))
    places = [
        place for start, n in zip(known.starts[found], known.counts[found], strict=True)
        for place in range(start, start + n)
    ]  # fmt: skip
    words = known.tokens[places]
    return [lexicon.words[word] for word in words], known.terms[words].tolist()


def test_a_piece_has_any_number_of_tokens():
    lexicon = Lexicon(VOCABULARY)
    assert read(lexicon, "Visits - (late) and/or") == (["visits", "late", "and", "or"], [1, 0, -1, -1])
    assert read(lexicon, "or decision-making") == (["or", "decision", "making"], [-1, 2, -1])
    assert lexicon.words == ["visits", "late", "and", "or", "decision", "making"]


@given(st.lists(st.lists(PIECES, max_size=6).map(" ".join), max_size=6))
def test_tokens_are_those_of_the_text_whatever_came_before(texts):
    lexicon = Lexicon(VOCABULARY)
    for text in texts:
        assert read(lexicon, text)[0] == tokenise(text)


def test_no_pieces_are_no_tokens():
    found, known = Lexicon(VOCABULARY).look_up([], 0)
    assert len(found) == len(known.starts) == len(known.tokens) == 0


def test_it_is_full_once_it_holds_very_much():
    lexicon = Lexicon(VOCABULARY)
    lexicon.look_up(["late"] * 1000, 1000)
    assert not lexicon.full
    lexicon.look_up(["a" * 700_000], 1)
    assert lexicon.full


def test_threads_do_not_disturb_each_other():
    lexicon, texts = Lexicon(VOCABULARY), [" ".join(f"w{k}x-{n % 7}" for k in range(n)) for n in range(60)]
    with ThreadPoolExecutor(4) as pool:
        for text, (tokens, _) in zip(
            texts * 5, pool.map(lambda text: read(lexicon, text), texts * 5), strict=True
        ):
            assert tokens == tokenise(text)
    assert len(set(lexicon.words)) == len(lexicon.words)
    assert np.array_equal(np.unique(lexicon.look_up(texts[-1].split(), 59)[0]).shape, (59,))
