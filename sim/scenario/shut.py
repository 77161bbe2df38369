"""Outlets that are shut: a plan without them is all that anybody sees of it."""

from collections.abc import Collection

from sim.scenario.part import filled
from sim.scenario.plan import PlanFile, Territory
from sim.scenario.planned import Planned
from sim.scenario.stores import Supply


def without_shut(file: PlanFile) -> PlanFile:
    """The plan as if its shut outlets, their teams and their stock were not in it.

    They are taken out of territories and of the pools that help each other out. A territory without any outlet left is
    dropped: its sites fall to their own outlet (sites.csv), else to the nearest. The same plan where none is shut.
    """
    outlets = {name: outlet for name, outlet in file.outlets.items() if outlet.open}
    if len(outlets) == len(file.outlets):
        return file
    teams = {name: team for name, team in file.teams.items() if (team.outlet or name) in outlets}
    served = {name: _open_of(territory, outlets) for name, territory in file.territories.items()}
    return filled(
        file,
        outlets=outlets,
        teams=teams,
        territories={name: territory for name, territory in served.items() if territory.outlets},
        supply=_pools_of(file.supply, outlets),
        planned={name: _made_by(entry, teams) for name, entry in file.planned.items()},
    )


def _open_of(territory: Territory, outlets: Collection[str]) -> Territory:
    return filled(territory, outlets=tuple(name for name in territory.outlets if name in outlets))


def _pools_of(supply: Supply, outlets: Collection[str]) -> Supply:
    """A pool of one helps nobody."""
    kept = (tuple(name for name in pool.between if name in outlets) for pool in supply.lateral)
    pools = tuple(
        filled(pool, between=between) for pool, between in zip(supply.lateral, kept, strict=True) if len(between) > 1
    )
    return filled(supply, lateral=pools)


def _made_by(entry: Planned, teams: Collection[str]) -> Planned:
    """A round whose teams are all gone keeps their names, so that it is said that nobody makes it."""
    there = tuple(name for name in entry.teams if name in teams)
    return filled(entry, teams=there or entry.teams)
