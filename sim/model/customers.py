"""When each customer was last in contact: an answered call, a visit, a call of ours that reached him."""

from __future__ import annotations

from sim.scenario import Scenario


class Customers:
    """The last contact with every customer, by position in `scenario.customers`; at first the begin of the warm-up."""

    def __init__(self, scenario: Scenario) -> None:
        self._of_site = scenario.customer_of_site
        self.last = [scenario.horizon.begin] * len(scenario.customers)

    def of_site(self, site: int) -> int:
        """Who owns the site."""
        return self._of_site[site]

    def met(self, site: int, now: int) -> None:
        """In contact with who owns the site."""
        customer = self._of_site[site]
        self.last[customer] = max(now, self.last[customer])
