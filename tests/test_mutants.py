"""The runner of planted faults tells caught from survived, and notices what no longer fits."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from tools import branches, mutants

TEXT = "def double(n):\n    return 2 * n\n\n\ndef half(n):\n    return n / 2\n"
TEST = "from thing import double\n\n\ndef test_double():\n    assert double(3) == 6\n"

MUTANT = mutants.Mutant("room.double", "src/thing.py", "2 * n", "3 * n", ("tests/test_thing.py",), "wrong numbers")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with one tested function and one that no test calls."""
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    root = tmp_path / "tree"
    (root / "src").mkdir(parents=True)
    (root / "tests").mkdir()
    (root / "src" / "thing.py").write_text(TEXT, encoding="utf-8")
    (root / "tests" / "test_thing.py").write_text(TEST, encoding="utf-8")
    return root


@pytest.mark.slow
def test_caught_survived_and_stale(tree: Path, capsys) -> None:
    planted = [
        MUTANT,
        replace(MUTANT, id="room.half", old="n / 2", new="n / 3"),
        replace(MUTANT, id="room.import", old="def double(n):", new="def doubled(n):"),
        replace(MUTANT, id="room.stale", old="4 * n"),
    ]
    results = mutants.measure(planted, tree, jobs=1, timeout=240)
    assert [result.outcome for result in results] == ["caught", "survived", "caught", "stale"]
    assert (tree / "src" / "thing.py").read_text(encoding="utf-8") == TEXT
    said = mutants.table(planted, results)
    assert "survived room.half: wrong numbers" in said
    assert f"{'all':16}{4:8}{2:8}  50 %" in said
    assert "caught" in capsys.readouterr().out


def test_tests_that_do_not_end_have_noticed(tree: Path, tmp_path: Path) -> None:
    result = mutants.Copy(tree, tmp_path / "copy").check(MUTANT, timeout=0.01)
    assert (result.outcome, result.said) == ("caught", "no end in 0.01 s")


@pytest.mark.slow
def test_tests_that_fail_by_themselves_prove_nothing(tree: Path) -> None:
    (tree / "tests" / "test_thing.py").write_text(TEST.replace("6", "7"), encoding="utf-8")
    with pytest.raises(SystemExit, match="the tests fail without any fault"):
        mutants.measure([MUTANT], tree, jobs=1, timeout=240)


def test_what_no_longer_fits_is_named(tree: Path) -> None:
    assert mutants.fits(MUTANT, tree) == ""
    assert "exactly once" in mutants.fits(replace(MUTANT, old="n"), tree)
    assert "exactly once" in mutants.fits(replace(MUTANT, new=MUTANT.old), tree)
    assert mutants.fits(replace(MUTANT, file="src/gone.py"), tree) == "no file src/gone.py"
    assert mutants.fits(replace(MUTANT, tests=("tests/gone.py::test_x",)), tree) == "no test tests/gone.py::test_x"
    assert mutants.fits(replace(MUTANT, tests=()), tree)


def test_the_list_names_each_once_and_says_why() -> None:
    listed = mutants.read(mutants.ROOT / "tests" / "mutants")
    assert len(listed) >= 60
    assert all(mutant.why and mutant.tests for mutant in listed)
    by_room = mutants.wanted(listed, ["model"])
    assert {mutant.id.partition(".")[0] for mutant in by_room} == {"model"}
    assert mutants.wanted(listed, [listed[0].id]) == [listed[0]]
    assert mutants.wanted(listed, []) == listed


def test_branches_are_summed_by_room(tmp_path: Path, monkeypatch, capsys) -> None:
    def summary(branches_: int, taken: int) -> dict[str, dict[str, int]]:
        counts = {"num_branches": branches_, "covered_branches": taken, "num_statements": 10, "covered_lines": 10}
        return {"summary": counts}

    def code(**taken: int) -> int:
        files = {f"src{os.sep}hali{os.sep}{room}{os.sep}a.py": summary(20, number) for room, number in taken.items()}
        (tmp_path / "report.json").write_text(branches.json.dumps({"files": files}), encoding="utf-8")
        monkeypatch.setattr("sys.argv", ["branches.py", str(tmp_path / "report.json")])
        return branches.main()

    assert code(record=18, pillars=20, checking=19) == 0
    assert code(record=17, pillars=20, checking=19) == 1
    assert "below the floor of 90 % of the branches: record" in capsys.readouterr().err
    assert code(record=18, pillars=20) == 1
