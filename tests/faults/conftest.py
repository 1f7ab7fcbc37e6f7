"""One house for all tests of this folder; it survives what they do to it."""

import pytest

from tests.bench.ground import dump_template
from tests.faults.house import House


def pytest_collection_modifyitems(items):
    """Keep the folder on one of xdist's workers: a house is four processes."""
    for item in items:
        if "faults" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("faults"))


@pytest.fixture(scope="session")
def house(django_db_setup, tmp_path_factory):
    """The house, filled from the migrated template."""
    dump = tmp_path_factory.mktemp("faults") / "template.sql"
    dump_template(dump)
    made = House()
    try:
        made.open(dump)
        yield made
    finally:
        made.close()
