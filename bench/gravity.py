"""Gravity beside other programs: PPML of a million rows, PPML with two effects, general equilibrium of 120 countries.

    python bench/gravity.py [--peers PYTHON] [--rows large|small]

pyfixest is fitted bare, then by us (separation, Stata's errors and the fitted flows included), in processes of their
own on the same file. gme and gegravity are no dependency of this project: put them into an environment of their own
and name its interpreter (`pip install gme==1.3.1 gegravity==0.3`); what is not there is left out with a line. The
competitor first, the median of three; libraries are loaded before the clock starts. Compare the ratios, not the
seconds. Prints, asserts nothing.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROUNDS = 3
SIGMA = 5.0
COEF = {"lndist": -0.9, "pta": 0.4, "border": -2.0}


def panel(countries: int, years: int, seed: int = 1) -> dict[str, Any]:
    """Flows of all pairs: effects of all kinds, three regressors, half of the flows zero, heavy tails."""
    draw = np.random.default_rng(seed)
    i, j, t = (one.ravel() for one in np.meshgrid(*map(np.arange, (countries, countries, years)), indexing="ij"))
    apart = i != j
    i, j, t = i[apart], j[apart], t[apart]
    x = (draw.random((len(i), 3)) < 0.3) + 0.1 * draw.normal(size=(len(i), 3))
    sold, bought = draw.normal(size=(2, countries, years))
    log_mean = sold[i, t] + bought[j, t] + draw.normal(-1, 1.5, (countries, countries))[i, j] + x @ [0.4, -0.2, 0.1]
    flow = np.exp(log_mean) * draw.gamma(0.5, 2, len(i))
    flow[draw.random(len(i)) < np.exp(-np.exp(log_mean))] = 0
    return {"i": i, "j": j, "t": t, "x": x, "y": flow}


def economy(countries: int, seed: int = 2) -> dict[str, Any]:
    """Trade costs, output and expenditure of a world, and the dyad that concludes an agreement."""
    draw = np.random.default_rng(seed)
    place = draw.random((countries, 2)) * 10
    distance = np.log(1 + np.linalg.norm(place[:, None] - place, axis=2) * 1000)
    agreement = np.triu(draw.random((countries, countries)) < 0.2, 1).astype(float)
    agreement = agreement + agreement.T
    agreement[0, 1] = agreement[1, 0] = 0
    output = np.exp(draw.normal(10, 1, countries))
    return {"lndist": distance, "pta": agreement, "Y": output, "E": output * np.exp(0.05 * draw.normal(size=countries))}


def timed(work: Callable[[], Any]) -> dict[str, Any]:
    """Seconds (median), peak memory of the process after one round, and what came out."""
    seconds, megabytes = [], 0.0
    for _ in range(ROUNDS):
        start = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - start)
        # of the first round: what later ones find is what the garbage collector has not yet taken away
        megabytes = megabytes or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": statistics.median(seconds), "megabytes": megabytes, "found": np.asarray(found).tolist()}


def bare(world: Any, pair: bool) -> dict[str, Any]:
    """The estimator of pyfixest as it comes."""
    pandas, pyfixest = importlib.import_module("pandas"), importlib.import_module("pyfixest")
    years, countries = int(world["t"].max()) + 1, int(world["i"].max()) + 1
    i, j, t, x = (world[name] for name in "ijtx")

    def work() -> Any:
        columns = {"y": world["y"], "a": i * years + t, "b": j * years + t, "c": i * countries + j}
        frame = pandas.DataFrame(columns | {f"x{k}": x[:, k] for k in range(3)})
        effects = "a + b + c" if pair else "a + b"
        return pyfixest.fepois(f"y ~ x0 + x1 + x2 | {effects}", frame, vcov={"CRV1": "c"}).coef()

    pyfixest.fepois  # noqa: B018 - loaded when it is looked up
    return timed(work)


def ours(world: Any, pair: bool) -> dict[str, Any]:
    from hali.methods.gravity import Panel, fit

    importlib.import_module("pyfixest").fepois  # noqa: B018 - as above
    importlib.import_module("scipy.optimize")
    columns = (world["y"], world["i"], world["j"], world["t"], world["x"])
    return timed(lambda: fit(Panel(*columns, ("x0", "x1", "x2")), "directed" if pair else "none").coef)


def by_gme(world: Any) -> dict[str, Any]:
    pandas, gme = importlib.import_module("pandas"), importlib.import_module("gme")
    columns = {"importer": world["j"], "exporter": world["i"], "year": world["t"], "trade": world["y"]}
    frame = pandas.DataFrame(columns | {f"x{k}": world["x"][:, k] for k in range(3)})
    for name in ("importer", "exporter", "year"):
        frame[name] = frame[name].astype(str)
    data = gme.EstimationData(
        frame, imp_var_name="importer", exp_var_name="exporter", year_var_name="year", trade_var_name="trade"
    )

    def work() -> Any:
        effects = [["exporter", "year"], ["importer", "year"]]
        names = ["x0", "x1", "x2"]
        model = gme.EstimationModel(data, lhs_var="trade", rhs_var=names, fixed_effects=effects)
        return next(iter(model.estimate().values())).params[names]

    return timed(work)


def by_gegravity(world: Any) -> dict[str, Any]:
    pandas, gegravity = importlib.import_module("pandas"), importlib.import_module("gegravity")
    countries = len(world["Y"])
    i, j = (one.ravel() for one in np.meshgrid(np.arange(countries), np.arange(countries), indexing="ij"))
    names = np.array([f"C{nth:03}" for nth in range(countries)])
    costs = {name: world[name][i, j] for name in ("lndist", "pta")} | {"border": (i != j).astype(float)}
    keys = {
        "exporter": names[i],
        "importer": names[j],
        "year": "1",
        "trade": 0.0,
        "Y": world["Y"][i],
        "E": world["E"][j],
    }
    frame = pandas.DataFrame(keys | costs)
    estimates = pandas.DataFrame({"var": list(COEF), "coef": list(COEF.values())})

    def work() -> Any:
        base = gegravity.BaselineData(frame, trade_var_name="trade", expend_var_name="E", output_var_name="Y")
        cost = gegravity.CostCoeffs(estimates, identifier_col="var", coeff_col="coef")
        model = gegravity.OneSectorGE(
            baseline=base, year="1", reference_importer=names[-1], sigma=SIGMA, cost_variables=list(COEF),
            cost_coeff_values=cost, quiet=True,
        )  # fmt: skip
        model.build_baseline(omr_rescale=OMR_RESCALE)
        changed = model.baseline_data.copy()
        between = changed["exporter"].isin(names[:2]) & changed["importer"].isin(names[:2])
        changed.loc[between & (changed["exporter"] != changed["importer"]), "pta"] = 1
        model.define_experiment(changed)
        model.simulate(ge_tolerance=1e-12)
        gdp = {name: one.gdp_change for name, one in model.country_set.items()}
        return [gdp[name] for name in sorted(gdp)]

    return timed(work)


OMR_RESCALE = 1000.0
"""What gegravity's solver has to be told; found by trying."""


def equilibrium(world: Any) -> dict[str, Any]:
    from hali.methods.equilibrium import counterfactual, structural_flows

    border = 1 - np.eye(len(world["Y"]))

    def work() -> Any:
        costs = np.exp(COEF["lndist"] * world["lndist"] + COEF["pta"] * world["pta"] + COEF["border"] * border)
        theta = np.ones_like(costs)
        theta[0, 1] = theta[1, 0] = np.exp(COEF["pta"])
        return counterfactual(structural_flows(costs, world["Y"], world["E"]), theta, SIGMA, "shares").real_gdp

    return timed(work)


SIDES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "pyfixest": lambda world: bare(world, True),
    "hali": lambda world: ours(world, True),
    "gme": by_gme,
    "pyfixest-two": lambda world: bare(world, False),
    "hali-two": lambda world: ours(world, False),
    "gegravity": by_gegravity,
    "hali-equilibrium": equilibrium,
}


def run(python: str, side: str, file: Path) -> dict[str, Any] | None:
    """One side in a process of its own; None, with a line, where it cannot run."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [python, __file__, "--side", side, "--file", str(file)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{side}: left out: {(done.stderr.strip().splitlines() or ['no word'])[-1]}")
        return None
    told = json.loads(done.stdout.splitlines()[-1])
    print(f"{side:18} {told['seconds']:10.4f} s {told['megabytes']:8.0f} MB", flush=True)
    return dict(told)


def beside(title: str, world: dict[str, Any], sides: list[tuple[str, str]], folder: Path) -> None:
    """Run the sides of a job in turn, ours last, and print the ratios."""
    print(f"\n{title}")
    file = folder / "world.npz"
    np.savez(file, **world)
    told = {side: run(python, side, file) for python, side in sides}
    own = told.pop(sides[-1][1])
    for side, one in told.items():
        if one and own:
            apart = np.abs(np.array(one["found"]) - own["found"]).max()
            memory = own["megabytes"] / one["megabytes"]
            print(f"  {side} / hali: {one['seconds'] / own['seconds']:,.2f} x the time; memory of hali {memory:.2f} x; "
                  f"largest difference {apart:.1e}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", default="", help="interpreter of an environment with gme and gegravity")
    parser.add_argument("--rows", choices=("large", "small"), default="large", help="size of the first job")
    parser.add_argument("--side", help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.side:
        warnings.simplefilter("ignore")
        with np.load(chosen.file) as world:
            print(json.dumps(SIDES[chosen.side](dict(world))))
        return
    here = sys.executable
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = (225, 20) if chosen.rows == "large" else (60, 10)
        world = panel(*size)
        title = f"PPML with three effects, {len(world['y']):,} rows"
        beside(title, world, [(here, "pyfixest"), (here, "hali")], folder)
        peers = [(chosen.peers, "gme")] if chosen.peers else []
        world = panel(60, 6)
        title = f"PPML with two effects, {len(world['y']):,} rows"
        beside(title, world, [*peers, (here, "pyfixest-two"), (here, "hali-two")], folder)
        peers = [(chosen.peers, "gegravity")] if chosen.peers else []
        beside("general equilibrium, 120 countries", economy(120), [*peers, (here, "hali-equilibrium")], folder)
        if not chosen.peers:
            print("gme and gegravity: left out, name an interpreter that has them with --peers")


if __name__ == "__main__":
    main()
