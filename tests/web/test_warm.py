"""What is loaded before the first page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hali.web import warm
from hali.web.settings import Settings
from hali.web.site import opened

ASKED = """
import sys
from hali.web import warm
from hali.web.settings import Settings
from hali.web.site import opened
served = opened(Settings())
warm.up(served)
before = set(sys.modules)
from hali import api
api.brief("EU", "KZ", record=served.record())
print(*(name for name in sys.modules if name not in before and name.startswith("hali.")))
"""


def test_a_first_brief_finds_its_modules_loaded() -> None:
    command = [sys.executable, "-c", ASKED]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ))
    assert said.stdout.split() == []


def test_a_record_that_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    (store / "manifest.json").write_text("{", encoding="utf-8")
    warm.up(opened(Settings(folder=tmp_path)))
