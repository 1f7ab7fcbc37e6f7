"""Artwork from words: steady, small, and never a way for words into the page."""

import pytest

from apps.core import art

KINDS = [art.field, art.art, *(lambda words, kind=kind: art.motif(words, kind) for kind in art.MOTIFS)]


@pytest.mark.parametrize("draw", KINDS)
def test_the_same_words_give_the_same_picture(draw):
    first = str(draw("Embodied AI"))
    art.field.cache_clear(), art.motif.cache_clear(), art.art.cache_clear()
    assert str(draw("Embodied AI")) == first


@pytest.mark.parametrize("draw", KINDS)
def test_other_words_give_another_picture(draw):
    assert draw("Embodied AI") != draw("Governance")


@pytest.mark.parametrize("draw", KINDS)
def test_words_never_reach_the_markup(draw):
    markup = draw('"><script>alert(1)</script>')
    assert "script" not in markup and "alert" not in markup


@pytest.mark.parametrize("draw", KINDS)
def test_a_picture_needs_no_style_attribute_and_no_id(draw):
    markup = draw("World AI Conference 2025")
    assert "style=" not in markup and " id=" not in markup


@pytest.mark.parametrize("words", ["World AI Conference 2025", "世界人工智能大会", "", "x" * 5000])
def test_pictures_stay_small(words):
    assert len(art.field(words)) < 45_000
    assert len(art.art(words)) < 10_000
    assert max(len(art.motif(words, kind)) for kind in art.MOTIFS) < 10_000


@pytest.mark.parametrize("draw", KINDS)
def test_a_stored_picture_of_ours_is_printed(draw):
    markup = draw("Two tracks, one city")
    assert art.stored(str(markup)) == markup


@pytest.mark.parametrize(
    "markup",
    [
        None,
        "",
        "<script>alert(1)</script>",
        '<svg class="art-wave" onload="alert(1)"></svg>',
        '<svg class="art-wave" onload=alert(1)></svg>',
        '<svg class="art-wave"><script>alert(1)</script></svg>',
        '<svg class="art-wave"><path d="M0 0" onclick="x"/></svg>',
        '<svg class="art-wave"><path d="M0 0" style="fill:red"/></svg>',
        '<svg class="art-wave"></svg><img src=x>',
        '<svg class="art-wave"><image href="//evil"/></svg>',
    ],
)
def test_any_other_stored_markup_prints_nothing(markup):
    assert art.stored(markup) == ""


def test_an_unknown_motif_is_refused():
    with pytest.raises(KeyError):
        art.motif("words", "unknown")
