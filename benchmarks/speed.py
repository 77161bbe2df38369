"""How fast Pledge is, in ratios within one run.

usage: speed.py [YARDSTICK] [--rounds N]
YARDSTICK is a folder with `model_b.py` and `b_idiomatic.py` (the same year in idiomatic SimPy); with it both engines
are timed in turn, without it Pledge's own figures are shown alone. CPU seconds, one core, medians over the rounds.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import field_service

from sim.judge import judge
from sim.model import simulate
from sim.scenario import load_plan, load_scenario
from sim.world import sample_world

SCALES = (1, 10)


def cpu_seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of one call, and what it returned."""
    gc.collect()
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def measure(scale: int, rounds: int, idiomatic: Callable[[], int] | None) -> dict[str, float]:
    """Medians of the parts of one replication, and of the yardstick where there is one."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "field-service"
        field_service.write(place, scale)
        scenario = load_scenario(place)
        plan = load_plan(scenario)
    took: dict[str, list[float]] = {"sample": [], "simulate": [], "judge": [], "yardstick": []}
    tickets = yardstick_tickets = 0
    for replication in range(rounds + 1):
        sampling, world = cpu_seconds(lambda r=replication: sample_world(scenario, 1, r))
        simulating, log = cpu_seconds(lambda w=world: simulate(w, plan))
        judging, _ = cpu_seconds(lambda w=world, g=log: judge(w, plan, g))
        tickets = len(world.tickets)
        if idiomatic is not None:
            seconds, yardstick_tickets = cpu_seconds(idiomatic)
        if replication:  # the first round warms up caches
            took["sample"].append(sampling / tickets)
            took["simulate"].append(simulating / tickets)
            took["judge"].append(judging / tickets)
            if idiomatic is not None:
                took["yardstick"].append(seconds / yardstick_tickets)
    return {"tickets": tickets, **{name: statistics.median(values) for name, values in took.items() if values}}


def yardstick(folder: Path | None, scale: int) -> Callable[[], int] | None:
    """The same year in idiomatic SimPy; returns its number of tickets."""
    if folder is None:
        return None
    sys.path.insert(0, str(folder))
    inputs = importlib.import_module("model_b").make_inputs(1, scale)
    run = importlib.import_module("b_idiomatic").run

    def once() -> int:
        run(inputs)
        return int(inputs["n"])

    return once


def show(scale: int, figures: dict[str, float]) -> None:
    """One line a scale."""
    micro = {name: 1e6 * value for name, value in figures.items() if name != "tickets"}
    line = f"{scale:3d}x  {figures['tickets']:8.0f} tickets  simulate {micro['simulate']:6.1f} us/ticket"
    line += f"  {1e6 / micro['simulate']:8.0f} tickets/s  (sample + judge) / simulate "
    line += f"{(micro['sample'] + micro['judge']) / micro['simulate']:4.2f}"
    if "yardstick" in micro:
        line += f"  idiomatic {micro['yardstick']:6.1f} us/ticket  ratio {micro['yardstick'] / micro['simulate']:4.2f}"
    print(line, flush=True)


def help_ratio(rounds: int = 9) -> float:
    """CPU of `pledge --help` over CPU of an empty Python program (wall time of the child, both in turn)."""
    took: dict[str, list[float]] = {"-c pass": [], "help": []}
    commands = {"-c pass": ["-c", "pass"], "help": ["-c", "import sys; sys.argv = ['pledge', '--help']; " + _MAIN]}
    for _ in range(rounds):
        for name, arguments in commands.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
            took[name].append(time.perf_counter() - start)
    return min(took["help"]) / min(took["-c pass"])


_MAIN = "from sim.commands import main; main()"


def peak_memory_mb() -> float:
    """Peak memory of a fresh process that simulates one replication at 10x."""
    child = [sys.executable, str(Path(__file__).resolve()), "--one-replication", "10"]
    done = subprocess.run(child, capture_output=True, text=True, check=True)
    return float(done.stdout)


def one_replication(scale: int) -> None:
    """Simulate once and print the peak memory of this process in MB, as Linux counts it since the program began."""
    _simulate_once(scale)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak_kb = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(int(peak_kb) / 1024)


def _simulate_once(scale: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "field-service"
        field_service.write(place, scale)
        scenario = load_scenario(place)
        simulate(sample_world(scenario, 1, 0), load_plan(scenario))


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("yardstick", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--one-replication", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one_replication:
        one_replication(asked.one_replication)
        return
    per_ticket = {}
    for scale in SCALES:
        figures = measure(
            scale, asked.rounds if scale == 1 else max(1, asked.rounds // 2), yardstick(asked.yardstick, scale)
        )
        show(scale, figures)
        per_ticket[scale] = figures["simulate"]
    print(f"time per ticket from 1x to 10x grows {per_ticket[10] / per_ticket[1]:.2f} times")
    print(f"pledge --help takes {help_ratio():.1f} times python -c pass")
    if Path("/proc/self/status").exists():
        print(f"one replication at 10x peaks at {peak_memory_mb():.0f} MB")


if __name__ == "__main__":
    main()
