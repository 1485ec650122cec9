"""What leaves the repository: the wheel with its data, the lock, and the commands of the Makefile."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from email.parser import Parser
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def run(*command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; its output is in the message if it fails."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | more
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that holds the wheel and sees our dependencies, but not the checkout."""
    home = tmp_path_factory.mktemp("home") / "env"
    run(sys.executable, "-m", "venv", "--without-pip", home)
    commands = home / ("Scripts" if os.name == "nt" else "bin")
    python = commands / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip())
    # a folder named in a .pth file joins the path; the .pth files in it, our editable install among them, do not
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", wheel)
    return commands


@pytest.mark.slow
def test_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: Path) -> None:
    source = ROOT / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in (source / "hali").rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        # what ships is made of them
        and not (path.parent.name == "tables" and path.suffix == ".parquet")
    }
    assert wheel.stat().st_size <= 15_000_000
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
        metadata = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        head = Parser().parsestr(archive.read(metadata).decode())
        licences = [name for name in archive.namelist() if name.endswith("/licenses/LICENSE")]
        entry = archive.read(metadata.replace("METADATA", "entry_points.txt")).decode()
    assert inside == wanted
    assert {"hali/record/embedded/origins.csv", "hali/checking/definitions/grid.toml", "hali/py.typed"} <= inside
    assert len(licences) == 1
    assert "hali = hali.cli:main" in entry
    assert head["License-Expression"] == "Apache-2.0"


@pytest.mark.slow
def test_demo_runs_from_the_wheel_in_an_empty_environment(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import hali; print(hali.__file__)").stdout.strip()
    assert Path(where).is_relative_to(installed.parent)
    done = run(installed / "python", ROOT / "examples" / "demo.py", tmp_path / "demo", HALI_DATA=str(tmp_path / "data"))
    assert len(done.stdout.splitlines()) <= 40
    assert done.stderr == ""
    for name in ("brief-eu-kaz.html", "brief-eu-kaz.pdf", "checked.html", "checked.txt"):
        assert name in done.stdout
        assert (tmp_path / "demo" / name).stat().st_size > 1000
    checked = run(installed / "hali", "check", ROOT / "examples" / "trade_en.txt", HALI_DATA=str(tmp_path / "data"))
    assert "28.4 %" in checked.stdout


def core() -> dict[str, metadata.Distribution]:
    """What hali needs without any extra, as far as it is installed here: by name."""
    found: dict[str, metadata.Distribution] = {}
    wanted = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
    while wanted:
        one = wanted.pop()
        name = canonicalize_name(one.name)
        if name in found or (one.marker and not one.marker.evaluate({"extra": ""})):
            continue
        found[name] = metadata.distribution(name)
        wanted += [Requirement(text) for text in found[name].requires or ()]
    return found


MOST = 400_000_000
"""Bytes hali and what it needs may take without extras."""


def test_core_is_light() -> None:
    files = {file.locate() for one in core().values() for file in one.files or () if file.suffix != ".pyc"}
    own = {file for file in (ROOT / "src" / "hali").rglob("*") if file.suffix not in {".pyc", ".parquet"}}
    held = [Path(file).stat().st_size for file in files | own if Path(file).is_file()]
    assert len(held) > 3000
    assert sum(held) <= MOST


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that holds the wheel, what it needs, and no extra."""
    if os.name == "nt":
        pytest.skip("links need a right on Windows")
    home = tmp_path_factory.mktemp("bare") / "env"
    run(sys.executable, "-m", "venv", "--without-pip", home)
    python = home / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip())
    for one in core().values():
        for top in {file.parts[0] for file in one.files or () if file.parts[0] != ".."}:
            if top != "__pycache__":
                (site / top).symlink_to(Path(str(one.locate_file(top))))
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", wheel)
    return home / "bin"


PANEL = """
import hali
found = hali.panel(["exports", "gdp"], reporters=["KZ", "DE"], partners=["DE", "KZ"], years=[2020, 2021])
print(len(found), hali.readings("exports", reporter="KZ", partner="DE", newest=1)["reading"][0])
"""


@pytest.mark.slow
def test_core_briefs_checks_reads_and_explains_without_any_extra(bare: Path, tmp_path: Path) -> None:
    data = {"HALI_DATA": str(tmp_path / "data")}
    brief = run(bare / "hali", "brief", "EU", "KZ", "-o", tmp_path / "brief.html", **data)
    page = (tmp_path / "brief.html").read_text(encoding="utf-8")
    number = page.count('<details class="data" open>')
    assert number >= 5
    [said] = [line for line in brief.stderr.splitlines() if "charts" in line]
    assert said == f"hali: {number} charts are not drawn, their tables are shown; pip install 'hali[charts]' adds them"
    assert "28.4 %" in run(bare / "hali", "check", ROOT / "examples" / "trade_en.txt", **data).stdout
    rows, reading = run(bare / "python", "-c", PANEL, **data).stdout.split()
    assert int(rows) == 4
    assert reading in run(bare / "hali", "explain", reading, **data).stdout
    assert "distance_capitals" in run(bare / "hali", "readings", "distance", "--reporter", "KZ", **data).stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (("brief", "EU", "KZ", "-o", "brief.pdf"), "pdf"),
        (("mirror", "EU", "KZ", "-o", "mirror.png"), "charts"),
        (("check", str(ROOT / "examples" / "partnership_en.html")), "articles"),
        (("gravity",), "gravity"),
    ],
)
def test_an_extra_core_has_not_got_is_one_line(
    bare: Path, arguments: tuple[str, ...], extra: str, tmp_path: Path
) -> None:
    command = [bare / "hali", *arguments]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith("hali: ")
    assert line.endswith(f"needs the extra \"{extra}\": pip install 'hali[{extra}]'")
    assert not list(tmp_path.iterdir())


def network_can_be_cut() -> bool:
    try:
        return subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.usefixtures("record")
@pytest.mark.skipif(not network_can_be_cut(), reason="this system does not let a process give up the network")
def test_demo_needs_no_network(tmp_path: Path) -> None:
    cut = ["unshare", "-n"]
    probe = "import socket; print(*(name for _, name in socket.if_nameindex()))"
    assert run(*cut, sys.executable, "-c", probe).stdout.split() == ["lo"]
    done = run(*cut, sys.executable, ROOT / "examples" / "demo.py", tmp_path / "demo")
    assert "checked.html" in done.stdout


def pinned() -> dict[str, list[Requirement]]:
    """Requirements of the lock by name; one name may have several, for several Pythons."""
    found: dict[str, list[Requirement]] = {}
    for line in LOCK.splitlines():
        if line and not line[0].isspace():
            requirement = Requirement(line.rstrip("\\ "))
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def test_lock_pins_every_requirement_with_hashes_and_names_no_address() -> None:
    assert "://" not in LOCK
    blocks = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) > 50
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


GROUPS = PROJECT["dependency-groups"]
EXTRAS = ("charts", "articles", "pdf", "docx", "xlsx", "ingest", "web", "mcp", "engines", "gravity")


@pytest.mark.parametrize(
    "declared",
    [
        *PROJECT["project"]["dependencies"],
        *(
            one
            for group in ("build", "dev", "docs")
            for one in PROJECT["dependency-groups"][group]
            if isinstance(one, str)
        ),
        *(one for extra in EXTRAS for one in PROJECT["project"]["optional-dependencies"][extra] if "hali[" not in one),
    ],
)
def test_lock_is_in_step_with_the_project(declared: str) -> None:
    wanted = Requirement(declared)
    for locked in pinned()[canonicalize_name(wanted.name)]:
        [version] = locked.specifier
        assert version.operator == "=="
        assert wanted.specifier.contains(version.version, prereleases=True), f"run `make lock`: {declared}"


def test_editable_install_needs_nothing_but_the_lock() -> None:
    build = [Requirement(text) for text in PROJECT["build-system"]["requires"]]
    assert {canonicalize_name(one.name) for one in build} <= set(pinned())
    assert "editables" in pinned()


@pytest.mark.parametrize("target", ["demo", "test", "check", "bench", "docs", "lock", "clean"])
def test_makefile_knows_its_targets(target: str) -> None:
    assert run("make", "--dry-run", target).stdout


def test_continuous_integration_runs_what_people_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text(encoding="utf-8").splitlines()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme


PERMISSIVE = re.compile(r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|CC0|0BSD|Public Domain)", re.I)
"""Licences that ask for no more than to be named."""

WEAK = {
    "MPL": {"axe-core-python", "certifi", "hypothesis", "pathspec", "tld"},
    "LGPL": {"py7zr", "pybcj", "pyppmd", "inflate64", "multivolumefile"},
}
"""Licences that ask for changes of the library itself to be published: used as they are, never copied into hali."""


def licences(name: str) -> str:
    """What an installed distribution says of its licence; "" where it is not installed here."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classified = [one for one in told.get_all("Classifier", []) if one.startswith("License")]
    return told.get("License-Expression") or "; ".join(classified) or (told.get("License") or "none")[:100]


def test_pinned_packages_are_permissive_or_named() -> None:
    found = {name: licence for name in pinned() if (licence := licences(name))}
    assert len(found) > 50
    weak = set().union(*WEAK.values())
    assert {name: one for name, one in found.items() if name not in weak and not PERMISSIVE.search(one)} == {}
    copyleft = {name for name, one in found.items() if re.search(r"GPL|General Public", one)}
    assert copyleft - WEAK["LGPL"] - {"tld"} == set()  # tld may be taken under MPL
