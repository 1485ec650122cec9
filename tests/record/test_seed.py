"""What ships is made from the text tables, and opens without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hali.access.rawstore import hash_file
from hali.errors import RecordError
from hali.record import seed


def test_what_ships_is_what_the_tables_say(tmp_path: Path) -> None:
    """The same tables give the same bytes; `tools/seed.py` was run after the last change."""
    seed.write(tmp_path)
    shipped = {path.name: hash_file(path) for path in seed.folder().iterdir()}
    assert {path.name: hash_file(path) for path in tmp_path.iterdir()} == shipped


def test_the_manifest_names_every_file_with_its_hash() -> None:
    listed = {one.file: one.sha256 for one in seed.seeds(seed.folder()).values()}
    lying = {path.name: hash_file(path) for path in seed.folder().glob("*.parquet")}
    assert lying.pop(seed.votes(seed.folder()).name)
    assert listed == lying


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"format": 2, "files": []}', '{"format": 1, "files": [{}]}'])
def test_a_damaged_package_is_said_in_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / seed.MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(RecordError, match="install hali anew"):
        seed.seeds(tmp_path)
