"""Variants of one scenario: a plan and what is changed about it, each loaded as its files would be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario, Text

PROMISES = "commitments"
_CHANGE = re.compile(r"\+(?=[^\s=+]+=)")


@dataclass(frozen=True, eq=False)
class Variant:
    """One thing to simulate.

    `name`: as it is shown; `plan_name`: stem in `plans`; `overrides`: all `--set` texts that made it; `nature`: those
    of them that the luck of a year depends on; `judged`: the same scenario with other promises to judge by than those
    that were simulated, under `judged_as`.
    """

    name: str
    plan_name: str
    overrides: tuple[str, ...]
    scenario: Scenario
    plan: Plan
    nature: tuple[str, ...] = ()
    judged: Scenario | None = None
    judged_as: str = ""

    @cached_property
    def key(self) -> str:
        """What makes it this one: two variants of a study with the same key are the same."""
        return "\n".join((self.plan_name, *self.overrides, *((f"judged: {self.judged_as}",) if self.judged else ())))

    @property
    def promises(self) -> Scenario:
        """The scenario whose commitments it is judged by."""
        return self.judged or self.scenario

    def judged_by(self, scenario: Scenario, name: str) -> Variant:
        """The same simulated, but judged by the promises of `scenario`, which are called `name`."""
        return replace(self, judged=scenario, judged_as=name)


@dataclass
class Variants:
    """Loads variants of the scenario in `folder`; what was read before is not read again.

    `plan`: the plan asked for; `overrides`: the user's `--set` texts, which hold for all. `called`: id and name of the
    scenario where they are not those of the folder; `only`: ids of commitments, as if nothing else were promised.
    """

    folder: Path
    plan: str = "baseline"
    overrides: tuple[str, ...] = ()
    called: tuple[str, Text] | None = None
    only: tuple[str, ...] = ()
    _scenarios: dict[tuple[str, ...], Scenario] = field(default_factory=dict)
    _loaded: dict[str, Variant] = field(default_factory=dict)

    @property
    def base(self) -> Variant:
        """The plan asked for, as it stands."""
        return self.changed()

    def changed(self, changes: Sequence[str] = (), name: str | None = None, plan: str | None = None) -> Variant:
        """The plan (or another one) with `changes`, texts `path=value` that hold after the user's own.

        `name`: how to show it, by default the plan and its changes joined by '+'. InputErrors if it cannot be read.
        """
        plan_name, overrides = self._stem(plan or self.plan), (*self.overrides, *changes)
        shown = name or "+".join((plan_name, *changes))
        found = self._loaded.get("\n".join((plan_name, *overrides)))
        if found is None:
            found = self._load(shown, plan_name, overrides)
            self._loaded[found.key] = found
        return found if found.name == shown else replace(found, name=shown)

    def _stem(self, plan: str) -> str:
        """Among frozen inputs every plan lies in `plans`, wherever it was read from at first."""
        stem = Path(plan).stem
        return stem if (self.folder / "plans" / f"{stem}.yaml").is_file() and self.called is not None else plan

    def _load(self, name: str, plan_name: str, overrides: tuple[str, ...]) -> Variant:
        from sim.scenario import load_plan

        scenario = self._scenario(tuple(one for one in overrides if not is_of_plan(one)))
        plan = load_plan(scenario, plan_name, overrides)
        nature = tuple(one for one in overrides if not is_of_plan(one) and not is_of_promise(one))
        return Variant(name, plan_name, overrides, scenario, plan, nature)

    def _scenario(self, overrides: tuple[str, ...]) -> Scenario:
        from sim.scenario import load_scenario

        if overrides not in self._scenarios:
            read = load_scenario(self.folder, overrides)
            if self.called is not None:
                name = read.name if "name" in read.given else self.called[1]
                read = replace(read, id=self.called[0], name=name)
            if self.only:
                read = replace(read, commitments=tuple(one for one in read.commitments if one.id in self.only))
            self._scenarios[overrides] = read
        return self._scenarios[overrides]


def top_key(override: str) -> str:
    """The first key of a `path=value` text."""
    return override.partition("=")[0].strip().partition(".")[0].partition("[")[0]


def is_of_plan(override: str) -> bool:
    """Whether it changes what management decides."""
    from sim.scenario.files import PLAN_KEYS

    return top_key(override) in PLAN_KEYS


def is_of_promise(override: str) -> bool:
    """Whether it changes what was promised, which no luck depends on."""
    return top_key(override) == PROMISES


def plan_text(text: str) -> tuple[str, tuple[str, ...]]:
    """`baseline+teams.north.engineers=3` taken apart: the plan, and its changes as `--set` texts."""
    plan, *changes = _CHANGE.split(text.strip())
    return plan, tuple(changes)


OPENING, CLOSING = "[{(", "]})"


def split_plans(text: str) -> list[str]:
    """The plans of a list; commas in brackets or braces belong to a value."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in OPENING) - (sign in CLOSING)
        if sign == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def by_stem(text: str) -> str:
    """A plan with its changes as it is called among the frozen inputs, wherever its file lay at first."""
    plan, changes = plan_text(text)
    return "+".join((Path(plan).stem, *changes))
