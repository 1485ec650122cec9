"""Compile the expressions of the pillars into `src/hali/pillars/plan.json`: run after changing one of them."""

from __future__ import annotations

from pathlib import Path

from hali.pillars import plan

if __name__ == "__main__":
    target = Path(__file__).parents[1] / "src" / "hali" / "pillars" / plan.COMPILED
    target.write_text(plan.dump(plan.compiled()), encoding="utf-8")
    print(f"{target.name}: {target.stat().st_size:,} bytes")
