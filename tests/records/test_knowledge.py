"""What search and assistant may know of the record."""

from typing import Any

from apps.core import sockets
from apps.records.models import Milestone


def test_a_milestone_is_known_in_the_languages_it_is_written_in(make_edition: Any, make_milestone: Any) -> None:
    one = make_milestone(make_edition(2025), 1)
    Milestone.objects.filter(pk=one.pk).update(title_de="Augenblick 1", text_de="Was geschah.")
    entry = sockets.knowledge["records.milestone"]
    known = list(entry.entries(entry.rows().get()))
    assert [(row.language, row.title, row.url) for row in known] == [
        ("en", "Moment 1", "/en/editions/2025/#moment-1"),
        ("de", "Augenblick 1", "/de/editions/2025/#moment-1"),
    ]
    assert known[0].names == "WAIC 2025 Ada 1 Lab 1"


def test_the_index_reads_many_in_three_statements(
    make_edition: Any, make_milestone: Any, django_assert_num_queries: Any
) -> None:
    edition = make_edition(2025)
    for number in range(3):
        make_milestone(edition, number)
    entry = sockets.knowledge["records.milestone"]
    with django_assert_num_queries(3):
        assert len([known for row in entry.rows() for known in entry.entries(row)]) == 3
