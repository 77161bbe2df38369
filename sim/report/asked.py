"""What was asked of a study, and the commands that ask it again or ask something next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from sim.report.next_steps import quoted
from sim.report.next_steps import short as shortened


@dataclass(frozen=True)
class Asked:
    """The command as it was typed.

    `scenario`: the folder as the user names it; `overrides`: his `--set` texts; `flags`: what only this command can be
    told, by the names of its options, in values JSON knows.
    """

    command: str
    scenario: str
    plan: str = "baseline"
    replications: int | Literal["auto"] = "auto"
    precision: float | None = None
    seed: int = 1
    overrides: tuple[str, ...] = ()
    flags: Mapping[str, Any] = field(default_factory=dict)

    def next_command(
        self, command: str, more: Sequence[str] = (), plan: str | None = None, changes: Sequence[str] = ()
    ) -> str:
        """`pledge COMMAND SCENARIO …` with the plan (or another), seed and `--set` texts of this study and `changes`.

        `more`: further words as they are, values already quoted.
        """
        named = plan or self.plan
        words = [
            f"pledge {command} {quoted(shortened(Path(self.scenario)))}",
            *([] if named == "baseline" or "--plans" in more else [f"--plan {quoted(named)}"]),
            *([f"--seed {self.seed}"] if self.seed != 1 else []),
            *more,
            *(f"--set {quoted(one)}" for one in (*self.overrides, *changes)),
        ]
        return " ".join(words)

    @property
    def reproduce(self) -> str:
        """The command that gives this answer again, typed inside its folder."""
        words = [f"pledge {self.command} inputs"]
        words += [] if "plans" in self.flags else [f"--plan {quoted(Path(self.plan).stem)}"]
        words += [f"--seed {self.seed}", f"--replications {self.replications}"]
        words += [f"--precision {self.precision:g}"] if self.precision else []
        words += flag_words(self._frozen_flags)
        return " ".join([*words, *(f"--set {quoted(one)}" for one in self.overrides)])

    @property
    def _frozen_flags(self) -> dict[str, Any]:
        """The flags; plans as they are called among the frozen inputs, wherever their files lay at first."""
        from sim.study.variants import by_stem, split_plans

        plans = self.flags.get("plans")
        if not isinstance(plans, str):
            return dict(self.flags)
        return {**self.flags, "plans": ",".join(map(by_stem, split_plans(plans)))}


def flag_words(flags: Mapping[str, Any]) -> list[str]:
    """Options as they are typed: a flag by its name alone, a list as the option repeated, nothing where it is unset."""
    return [word for name, value in flags.items() for word in _words(f"--{name.replace('_', '-')}", value)]


def _words(option: str, value: Any) -> Iterator[str]:
    if value is True:
        yield option
    elif isinstance(value, (list, tuple)):
        yield from (f"{option} {quoted(str(one))}" for one in value)
    elif value is not None and value is not False:
        yield f"{option} {quoted(str(value))}"
