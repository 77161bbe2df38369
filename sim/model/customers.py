"""When each customer was last in contact: an answered call, a visit, a call of ours that reached him."""

from __future__ import annotations

from sim.scenario import Scenario


class Customers:
    """The last contact with every customer, by position in `scenario.customers`; at first the begin of the warm-up."""

    def __init__(self, scenario: Scenario) -> None:
        position = {name: index for index, name in enumerate(scenario.customers)}
        self._of_site = [position[site.customer] for site in scenario.sites]
        self.last = [scenario.horizon.begin] * len(position)

    def of_site(self, site: int) -> int:
        """Who owns the site."""
        return self._of_site[site]

    def met(self, site: int, now: int) -> None:
        """In contact with who owns the site."""
        customer = self._of_site[site]
        self.last[customer] = max(now, self.last[customer])
