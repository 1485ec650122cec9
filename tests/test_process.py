"""What a command sets for its own process."""

import subprocess
import sys

CODE = """
import sys
from hali import process
process.leave_pandas()
import pyarrow as pa
assert pa.array(["a"]).to_pylist() == ["a"]
assert "pandas" not in sys.modules
process.take_pandas()
import pandas
"""


def test_a_command_does_without_pandas_until_it_is_taken() -> None:
    subprocess.run([sys.executable, "-c", CODE], check=True)


ENDING = """
import atexit, gc
atexit.register(lambda: print(gc.get_freeze_count() > 0))
from hali import process
process.collect_seldom()
assert gc.get_freeze_count() == 0
"""


def test_what_goes_with_the_process_is_not_looked_through_at_its_end() -> None:
    ended = subprocess.run([sys.executable, "-c", ENDING], check=True, capture_output=True, text=True)
    assert ended.stdout == "True\n"
