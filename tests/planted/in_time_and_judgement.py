"""Faults planted in the clock, the judge and the world: time, promises and luck that are counted wrongly."""

from tests.planted.fault import Fault

CLOCK = (
    Fault(
        "closing-instant",
        "sim/clock/calendar.py",
        "return i >= 0 and t < self._closes[i]",
        "return i >= 0 and t <= self._closes[i]",
        "a calendar is still open at the instant at which it closes",
        ("properties", "exact", "stories"),
    ),
    Fault(
        "wrong-clock",
        "sim/model/promises.py",
        "clock = scenario.calendar(case.clock or commitment.clock)",
        "clock = scenario.calendar(commitment.clock)",
        "a case with a clock of its own is timed by that of the commitment",
        ("rooms/judge", "invariants/judging"),
    ),
    Fault(
        "pause-twice",
        "sim/clock/deadline.py",
        "return _reach(clock, start, clock.elapsed(start, due), held)",
        "twice = _open_within(pauses, clock, start, due) - _open_within(held, clock, start, due)\n"
        "    return _reach(clock, start, clock.elapsed(start, due) + twice, held)",
        "where two pauses overlap the time is given twice",
        ("rooms/clock", "properties", "invariants/judging"),
    ),
    Fault(
        "holiday",
        "sim/clock/build.py",
        "is_open & ~np.isin(dates, closed))",
        "is_open)",
        "public holidays are worked",
        ("exact", "stories"),
    ),
    Fault(
        "makeup-day",
        "sim/clock/build.py",
        "is_open = np.where(np.isin(dates, makeup), bool(spec.days & WORKWEEK), is_open & ~np.isin(dates, closed))",
        "is_open = is_open & ~np.isin(dates, closed)",
        "a weekend that is worked in exchange for a day off is free",
        ("exact", "stories"),
    ),
    Fault(
        "clock-change",
        "sim/clock/zones.py",
        'row = np.searchsorted(self.since[1:] + self.offsets[:-1], wall, side="right")',
        'row = np.searchsorted(self.since[1:] + self.offsets[1:], wall, side="right")',
        "times of day around a change of the clock are read an hour off",
        ("exact", "properties", "stories"),
    ),
)
JUDGE = (
    Fault(
        "deadline-instant",
        "sim/judge/kept.py",
        "in_time = reached <= due",
        "in_time = reached < due",
        "who comes at the last instant that was promised is late",
        ("rooms/judge", "invariants/judging"),
    ),
    Fault(
        "undecided",
        "sim/judge/kept.py",
        "(np.minimum(reached, gone) == NEVER) & (due >= table.stop)",
        "(np.minimum(reached, gone) == NEVER) & (due < 0)",
        "what was not over when the simulation ended counts as missed",
        ("rooms/judge", "invariants/judging"),
    ),
    Fault(
        "month",
        "sim/judge/cells.py",
        'period = np.searchsorted(self.starts, at, side="right") - 1',
        'period = np.maximum(np.searchsorted(self.starts, at, side="left") - 1, 0)',
        "what is reported at midnight of the first falls into the month before",
        ("rooms/judge", "invariants/judging"),
    ),
    Fault(
        "cap",
        "sim/judge/penalty.py",
        "    cap = penalty.limit\n",
        "    cap = None\n",
        "penalties without their cap",
        ("rooms/judge", "invariants/judging"),
    ),
    Fault(
        "free-misses",
        "sim/judge/penalty.py",
        "before - before[first] >= free",
        "before - before[first] > free",
        "one miss more is free than the contract says",
        ("rooms/judge", "invariants/judging"),
    ),
    Fault(
        "warm-up",
        "sim/judge/tickets.py",
        "(at >= horizon.start) & (at < horizon.end)",
        "at < horizon.end",
        "tickets of the warm-up are judged",
        ("rooms/judge", "invariants/judging"),
    ),
    Fault(
        "run-out",
        "sim/judge/tickets.py",
        "(at >= horizon.start) & (at < horizon.end)",
        "at >= horizon.start",
        "tickets of the run-out are judged",
        ("rooms/judge", "invariants/judging"),
    ),
    Fault(
        "wrong-ticket",
        "sim/judge/shares.py",
        "again[table.parent[repeats]] = reported[repeats]",
        "again[repeats] = reported[repeats]",
        "a fault that comes back is held against the ticket that repeats it, not against the one that did not hold",
        ("rooms/judge", "invariants/judging"),
    ),
)
WORLD = (
    Fault(
        "row-number",
        "sim/world/tickets.py",
        "key = fold_each(fold_each(block_keys(scenario, site, fault), week), number)",
        "key = fold_each(fold_each(block_keys(scenario, site, fault), week), np.arange(len(number)))",
        "luck hangs on the row of a ticket: one site more and everybody else has another year",
        ("properties",),
    ),
    Fault(
        "repeat-of-the-first",
        "sim/world/repeats.py",
        "generation = Repeats(root[seen], row[seen], key[seen], after[seen])",
        "generation = Repeats(root[seen], root[seen], key[seen], after[seen])",
        "every repeat is one of the first ticket, never of the repair that did not hold",
        ("stories", "rooms/world"),
    ),
)
IN_TIME_AND_JUDGEMENT = (*CLOCK, *JUDGE, *WORLD)
