"""Compile the expressions of the pillars into the files of `src/hali/pillars/plan`: run after changing one of them."""

from __future__ import annotations

import json
from pathlib import Path

from hali.pillars import flows_plan, plan

if __name__ == "__main__":
    folder = Path(__file__).parents[1] / "src" / "hali" / "pillars"
    for name, sql in zip((plan.COMPILED, plan.ALONE), plan.compiled(), strict=True):
        (folder / name).write_text(plan.dump(sql), encoding="utf-8")
        print(f"{name}: {(folder / name).stat().st_size:,} bytes")
    (folder / flows_plan.COMPILED).write_text(json.dumps(flows_plan.compiled(), indent=1) + "\n", encoding="utf-8")
