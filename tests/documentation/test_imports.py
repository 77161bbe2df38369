"""The house has one way through it, and opens slowly only where it must."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = sorted(path for path in (ROOT / "sim").rglob("*.py"))
HEAVY = {"scipy", "pandas", "matplotlib", "jinja2", "rich", "joblib"}  # 0.2 to 1.4 s each to import
LIGHT_PLACES = ("sim/__init__.py", "sim/wording.py", "sim/commands/")  # what `pledge --help` imports


def test_imports_run_one_way() -> None:
    """The layers contract of pyproject.toml holds."""
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_heavy_libraries_are_imported_where_they_are_used(path: Path) -> None:
    """No module imports a heavy library at its top; the light places not even numpy, nor a room that needs it."""
    place = path.relative_to(ROOT).as_posix()
    banned = HEAVY | ({"numpy", "simpy", "pydantic", "ruamel"} if place.startswith(LIGHT_PLACES) else set())
    assert not banned & set(_imported_at_the_top(path))


def _imported_at_the_top(path: Path) -> list[str]:
    """Root packages imported when the module is: not inside functions, not under TYPE_CHECKING."""
    body = ast.parse(path.read_text("utf-8")).body
    plain = [node.names[0].name for node in body if isinstance(node, ast.Import)]
    from_ = [node.module or "" for node in body if isinstance(node, ast.ImportFrom) and node.level == 0]
    return [name.split(".")[0] for name in plain + from_]


def test_help_loads_nothing_heavy() -> None:
    """`pledge --help` answers with click alone: no command's module, no room behind the front door."""
    program = (
        "import sys\nfrom sim.commands import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    loaded = set(done.stderr.split())
    heavy = HEAVY | {"numpy", "simpy", "pydantic", "ruamel", "holidays", "click.testing", "asyncio"}
    rooms = {f"sim.{room}" for room in ("clock", "scenario", "world", "model", "judge", "study", "report")}
    assert not loaded & (heavy | rooms | {"sim.commands.run", "sim.commands.validate"})
