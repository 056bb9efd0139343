"""What the audit notes about an event, its dates, their registrations and shifts, in people's words."""

from shared.errors import _

BY_VOLUNTEERS = ("sign_up_made", "sign_up_given_up")
"""What the audit notes of volunteers, who are not named there."""
BY_PARTIES = ("party_left", "party_resized", "party_said_yes")
"""What it notes of a party that acted for itself, by its link or a text; who it was is the registration."""
DEEDS = {
    "event_created": _("Event created"),
    "event_redrafted": _("Draft changed"),
    "event_changed": _("Texts changed"),
    "event_published": _("Event published"),
    "event_cancelled": _("Event cancelled"),
    "partners_invited": _("Invited partners"),
    "invitation_corrected": _("Corrected the address of somebody invited"),
    "invitation_withdrawn": _("Withdrew the invitation of a partner"),
    "invitations_read": _("Looked at what partners answered"),
    "occurrence_added": _("Date added"),
    "occurrence_moved": _("Date moved"),
    "occurrence_cancelled": _("Date cancelled"),
    "capacity_changed": _("Number of places changed"),
    "change_undone": _("Change undone"),
    "party_booked": _("Registered {code}"),
    "party_changed": _("Changed how many come for {code}"),
    "party_left": _("{code} cancelled"),
    "party_resized": _("{code} changed how many come"),
    "party_said_yes": _("{code} said yes to its offer"),
    "party_moved": _("Moved {code} to another date"),
    "offer_accepted": _("Said yes to the offer for {code}"),
    "offer_declined": _("Said no to the offer for {code}"),
    "registration_cancelled": _("Cancelled the registration {code}"),
    "note_to_comers": _("Wrote to all who come"),
    "note_to_waiting": _("Wrote to all who come or wait"),
    "note_to_volunteers": _("Wrote to all who come, and to the volunteers"),
    "note_to_all": _("Wrote to all who come or wait, and to the volunteers"),
    "sign_up_made": _("Signed up for a shift: {shift}"),
    "sign_up_given_up": _("Gave up a shift: {shift}"),
    "sign_up_dismissed": _("Took a volunteer out of a shift: {shift}"),
    "participants_read": _("Looked at who comes"),
    "waiting_list_read": _("Looked at who waits"),
    "party_read": _("Looked at a party to change it"),
    "calls_read": _("Looked at whom to call"),
    "participants_searched": _("Looked for somebody"),
}
"""Deed -> what people call it; a `{code}` is a party's, a `{shift}` is the work that volunteers were asked for."""


def note_to(*, waiting: bool, volunteers: bool) -> str:
    """What a note is called that goes to all who come, and perhaps also to those who wait or have a shift."""
    if waiting and volunteers:
        return "note_to_all"
    if volunteers:
        return "note_to_volunteers"
    return "note_to_waiting" if waiting else "note_to_comers"
