"""The compiled expressions are those of the pillars."""

from __future__ import annotations

from importlib import resources

from hali.pillars import plan


def test_the_plan_is_what_the_expressions_compile_to() -> None:
    for name, sql in zip((plan.COMPILED, plan.ALONE), plan.compiled(), strict=True):
        kept = (resources.files("hali.pillars") / name).read_text(encoding="utf-8")
        assert plan.dump(sql) == kept, "run tools/compile_plan.py"
