"""The validation report in a planner's words: one problem per line, at the place where the value was written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from sim.scenario.part import Part
from sim.scenario.problems import Flaw, Flaws, Problem, nearest, problem_at, with_hint
from sim.scenario.shape import keys_at
from sim.scenario.tree import Loc, Map, at, deepest, dotted, place_at
from sim.scenario.units import written
from sim.wording import _


@dataclass(frozen=True)
class Spot:
    """A flaw with the path of the value it was found in."""

    loc: Loc
    flaw: Flaw
    is_lack: bool = False


def spots_of(error: ValidationError, model: type[Part], tree: Map) -> list[Spot]:
    """Every flaw of a validation report; a key that is only misspelt is not missing too."""
    spots = list(_all_spots(error, model, tree))
    misspelt = {(*spot.loc[:-1], spot.flaw.hint) for spot in spots if spot.flaw.code == "UNKNOWN_KEY"}
    return [spot for spot in spots if not (spot.is_lack and spot.loc in misspelt)]


def _all_spots(error: ValidationError, model: type[Part], tree: Map) -> Iterator[Spot]:
    entries = error.errors(include_url=False)
    for entry in entries:
        loc: Loc = tuple(step for step in entry["loc"] if step != "[key]")
        if entry["type"] == "too_short" and any(
            len(other["loc"]) > len(loc) == _shared(other, loc) for other in entries
        ):
            continue  # there are entries, only bad ones
        cause = entry.get("ctx", {}).get("error")
        if isinstance(cause, Flaw | Flaws):
            for flaw in cause.flaws if isinstance(cause, Flaws) else (cause,):
                yield Spot((*loc, *flaw.at), flaw)
        else:
            make = _WORDS.get(entry["type"], _unlike)
            yield Spot(loc, make(loc, model, tree, entry), entry["type"] == "missing")


def _shared(entry: Mapping[str, Any], loc: Loc) -> int:
    """The length of `loc` if the entry lies under it, else -1."""
    return len(loc) if entry["loc"][: len(loc)] == loc else -1


def problem_of(spot: Spot, tree: Map) -> Problem:
    """The problem as shown: its place, its path and what is wrong."""
    flaw = spot.flaw
    is_lacking = flaw.code == "MISSING_KEY" and not deepest(tree, spot.loc)[1]
    loc = spot.loc[:-1] if is_lacking else spot.loc
    of_key = flaw.code in ("UNKNOWN_KEY", "BAD_ID", "MISSING_KEY")
    path = dotted(tree, _subject(spot))
    message = f"{path}: {flaw.message}" if path else flaw.message
    return problem_at(place_at(tree, loc, of_key), flaw.code, message, flaw.hint)


def _subject(spot: Spot) -> Loc:
    """The value the sentence is about: of a key that is missing or unknown the map, and the message names the key."""
    if spot.flaw.code == "UNKNOWN_KEY":
        return ()
    return spot.loc[:-1] if spot.flaw.at == () and spot.is_lack else spot.loc


_Words = Callable[[Loc, type[Part], Map, Mapping[str, Any]], Flaw]


def _missing(loc: Loc, model: type[Part], tree: Map, entry: Mapping[str, Any]) -> Flaw:
    return Flaw("MISSING_KEY", _("'{key}' is missing").format(key=loc[-1]))


def _unknown_key(loc: Loc, model: type[Part], tree: Map, entry: Mapping[str, Any]) -> Flaw:
    known = keys_at(model, loc[:-1])
    key, where = str(loc[-1]), dotted(tree, loc[:-1])
    hint = nearest(key, known)
    message = _("unknown key '{key}' in {where}") if where else _("unknown key '{key}'")
    message = message.format(key=key, where=where)
    if hint is None and known:
        message = _("{message}; known: {words}").format(message=message, words=", ".join(known))
    return Flaw("UNKNOWN_KEY", with_hint(message, hint), hint)


def _no_map(loc: Loc, model: type[Part], tree: Map, entry: Mapping[str, Any]) -> Flaw:
    return Flaw("BAD_TYPE", _("expected a map of ids, got {got}").format(got=written(at(tree, loc))))


def _no_list(loc: Loc, model: type[Part], tree: Map, entry: Mapping[str, Any]) -> Flaw:
    return Flaw("BAD_TYPE", _("expected a list in brackets, got {got}").format(got=written(at(tree, loc))))


def _too_few(loc: Loc, model: type[Part], tree: Map, entry: Mapping[str, Any]) -> Flaw:
    return Flaw("MISSING_KEY", _("at least one entry is needed"))


def _too_many(loc: Loc, model: type[Part], tree: Map, entry: Mapping[str, Any]) -> Flaw:
    most = entry.get("ctx", {}).get("max_length", 1)
    return Flaw(
        "OUT_OF_RANGE", _("at most {most} can be given, got {got}").format(most=most, got=written(at(tree, loc)))
    )


def _unlike(loc: Loc, model: type[Part], tree: Map, entry: Mapping[str, Any]) -> Flaw:
    return Flaw("BAD_VALUE", _("{got} cannot be used here").format(got=written(at(tree, loc))))


_WORDS: dict[str, _Words] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "dict_type": _no_map,
    "tuple_type": _no_list,
    "list_type": _no_list,
    "frozen_set_type": _no_list,
    "too_short": _too_few,
    "too_long": _too_many,
}
