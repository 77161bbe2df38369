"""When each customer was last in contact: an answered call, a visit, a call of ours that reached him."""

from __future__ import annotations

from sim.clock import NEVER
from sim.scenario import Scenario


class Customers:
    """The last contact with every customer, by position in `scenario.customers`; at first the begin of the warm-up,
    or of his service. `left`: when his last site leaves service.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._of_site = scenario.customer_of_site
        begin, size = scenario.horizon.begin, len(scenario.customers)
        self.last, self.left = [NEVER] * size, [begin] * size
        for customer, (first, end) in zip(self._of_site, scenario.service_of_site, strict=True):
            self.last[customer] = min(self.last[customer], max(first, begin))
            self.left[customer] = max(self.left[customer], end)

    def of_site(self, site: int) -> int:
        """Who owns the site."""
        return self._of_site[site]

    def met(self, site: int, now: int) -> None:
        """In contact with who owns the site."""
        customer = self._of_site[site]
        self.last[customer] = max(now, self.last[customer])
