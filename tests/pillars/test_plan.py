"""The compiled expressions are those of the pillars."""

from __future__ import annotations

from importlib import resources

from hali.pillars import plan


def test_the_plan_is_what_the_expressions_compile_to() -> None:
    kept = (resources.files("hali.pillars") / plan.COMPILED).read_text(encoding="utf-8")
    assert plan.dump(plan.compiled()) == kept, "run tools/compile_plan.py"
