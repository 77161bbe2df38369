"""What the milestones of a ticket and the shares that can be promised mean."""

from sim.wording import _


def milestones() -> dict[str, str]:
    """When each milestone happens."""
    return {
        "reported": _("The customer tries for the first time; calling again keeps it."),
        "answered": _("A person takes the call or opens the message."),
        "responded": _("The first word from a human: of a call when answered, of a message when it is done with."),
        "supplier_contacted": _("The letter to the supplier is out."),
        "replied": _("The customer knows what will happen: fixed, refused, a visit decided, the supplier's answer."),
        "remote_fixed": _("Advice on the phone has helped; it is restored as well."),
        "quoted": _("The quote for charged work is with the customer."),
        "confirmed": _("He has confirmed it."),
        "dispatched": _("Somebody is assigned."),
        "parts_ready": _("The last part it needs is at hand."),
        "departed": _("Somebody sets out."),
        "arrived": _("The first of the crew is on site."),
        "received": _("The unit is at the repair point."),
        "diagnosed": _("It is known what is wrong."),
        "restored": _("It works again, for good, by repair or exchange."),
        "closed": _("The customer has signed."),
        "progress_reported": _("The first report on progress has reached him."),
        "called_back": _("The call after closing has reached him."),
        "followed_up_1": _("The first follow-up has reached him."),
        "followed_up_2": _("The second follow-up has reached him."),
        "complained": _("The customer complains."),
        "complaint_decided": _("The complaint is decided."),
        "complaint_answered": _("The customer has the answer."),
        "escalated": _("The complaint, or a third repeat, goes to somebody above."),
        "handed_on": _("A supplier has taken over."),
    }


def shares() -> dict[str, str]:
    """What each share counts."""
    return {
        "answered": _("Of customers who called, those who were answered."),
        "remote_fixed": _("Of answered tickets, those fixed by advice."),
        "satisfied": _("Of closed tickets, those whose customer is satisfied."),
        "complained": _("Of closed tickets, those with a complaint."),
        "times_kept": _("Of tickets under a time limit, those for which all were kept."),
        "first_contact_fixed": _("Of answered tickets, those fixed in the first talk that do not come back."),
        "resolved": _("Of reported tickets, those restored that do not come back."),
        "first_time_fixed": _("Of visited tickets, those restored by the first visit that do not come back."),
        "repeated": _("Of restored tickets, those that come back."),
        "contacted": _("Of customers, those who are never without a contact for so long."),
    }
