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
