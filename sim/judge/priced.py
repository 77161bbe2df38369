"""One kind of cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Amount = int | float | Fraction


@dataclass(frozen=True)
class Priced:
    """Cents, None where nothing of it has a price; what it leaves out; whether luck cannot move it."""

    cents: int | None
    without: tuple[str, ...] = ()
    is_fixed: bool = False


CANNOT_OCCUR = Priced(0, is_fixed=True)


def summed(kind: str, amounts: Mapping[str, Amount | None], is_fixed: bool = False) -> Priced:
    """The sum of amounts by the path of their price, None where it is not given.

    Where only some have a price the others are named by their path; where none has, the kind is.
    """
    known = [amount for amount in amounts.values() if amount is not None]
    if not known:
        return Priced(None, (kind,))
    lacking = tuple(path for path, amount in amounts.items() if amount is None)
    return Priced(round(sum(known)), lacking, is_fixed)
