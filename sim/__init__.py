"""Pledge: can we keep the service promise before we sign it?

The front door of the library: `from sim import load_scenario, load_plan, run`.
The rooms behind it are opened on first use, so that `import sim` stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.scenario import load_plan, load_scenario
    from sim.study import run

__version__ = "0.1.0"
__all__ = ["__version__", "load_plan", "load_scenario", "run"]

_ROOMS = {"load_scenario": "sim.scenario", "load_plan": "sim.scenario", "run": "sim.study"}


def __getattr__(name: str) -> Any:
    """Open the room that holds `name`; AttributeError for anything that is not behind the front door."""
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_ROOMS[name]), name)
