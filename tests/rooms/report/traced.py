"""Little companies told by the trace: see `tests/stories/little.py` for the road they lie on."""

from __future__ import annotations

from sim.report.trace import SampleYear, Trace, trace_of
from sim.report.trace.times import elapsed, length, moment
from sim.study.again import Again
from tests.stories.little import Story


def year_of(story: Story) -> SampleYear:
    """The story as a sample year."""
    return SampleYear(Again(story.world, story.plan, story.place, story.log))


def traced(story: Story, ticket: int = 0) -> Trace:
    """The trace of one ticket, by its position."""
    return trace_of(year_of(story), ticket)


def lines(trace: Trace) -> list[str]:
    """Its steps as 'Mon 01-05 09:00 +0:00 text' and '    45 min engineer: text'."""
    told = []
    for step in trace.steps:
        if step.until is None:
            at = f"{moment(step.at, trace.year.zone)} {elapsed(step.at - trace.reported)}"
            told.append(f"{at} {step.text}")
        else:
            told.append(f"    {length(step.until - step.at)} {step.cause or '-'}: {step.text}")
    return told


def story_of(text: str) -> list[str]:
    """Expected lines: one per line of the text, continued where a line begins with a stroke."""
    found: list[str] = []
    for line in text.strip("\n").splitlines():
        plain = line.removeprefix("    ").rstrip()
        if not plain:
            continue
        if plain.lstrip().startswith("| "):
            found[-1] += " " + plain.lstrip().removeprefix("| ")
        else:
            found.append(plain)
    return found
