"""The cheapest plan that keeps every commitment: what may be moved, a bound, a search, and a decision in fresh worlds.

The search (`search.py`) meets replications 0, 1, 2, …; the decision among its best plans (`deciding.py`) meets worlds
that it has never seen, and what is reported of the plan chosen comes from worlds that neither of them has seen.
"""

from sim.study.sizing.sizing import Sizing, Wish, size

__all__ = ["Sizing", "Wish", "size"]
