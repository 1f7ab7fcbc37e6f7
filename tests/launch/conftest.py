"""A PostgreSQL cluster of these tests' own, which they may kill."""

import shutil
import tempfile
from pathlib import Path

import pytest

from waic.launch import account
from waic.launch.cluster import Cluster


@pytest.fixture(scope="session")
def own_cluster():
    """Under /tmp and open to walk through: pytest's folders are private, root's account is not."""
    home = Path(tempfile.mkdtemp(prefix="waic-cluster-", dir="/tmp"))
    home.chmod(0o755)
    cluster = Cluster(home=home, log=home / "postgres.log", account=account.unprivileged())
    yield cluster
    cluster.stop()
    shutil.rmtree(home)
