"""Make the shipped Parquet files of `src/hali/record/embedded/seed` from the tables beside them, and their manifest.

Run after changing a table or its declaration. The same tables give the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from hali.record import seed

if __name__ == "__main__":
    target = Path(__file__).parents[1] / "src" / "hali" / "record" / "embedded" / "seed"
    written = seed.write(target)
    print(f"{len(written)} tables, {sum(path.stat().st_size for path in target.iterdir()):,} bytes")
