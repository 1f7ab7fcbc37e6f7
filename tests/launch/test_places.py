"""Folders that several processes have to find, and nobody else may enter."""

from pathlib import Path

import pytest

from waic.launch import places


def test_a_socket_stays_where_it_is_wished_while_its_path_is_short():
    assert places.socket_folder(Path("/srv/waic/run"), "s") == Path("/srv/waic/run")


def test_a_long_path_gets_a_short_folder_that_is_the_same_every_time():
    long = Path("/srv") / ("x" * 110)
    folder = places.socket_folder(long, ".s.PGSQL.5432")
    assert folder == places.socket_folder(long, ".s.PGSQL.5432")
    assert len(str(folder / ".s.PGSQL.5432")) <= places.SOCKET_PATH_LIMIT
    assert folder != places.socket_folder(long / "y", ".s.PGSQL.5432")


def test_a_private_folder_is_closed_even_if_it_was_open(tmp_path):
    folder = tmp_path / "private"
    folder.mkdir(mode=0o755)
    places.private_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_planted_link_is_refused(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(SystemExit, match="belongs to somebody else"):
        places.private_folder(tmp_path / "link")
