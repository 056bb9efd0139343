"""What an event is: its kind, its state, what people can rely on at a venue, and the words for them."""

from enum import StrEnum

from shared.errors import _

LARGEST = 10_000
"""Places of one occurrence."""
MOST_OCCURRENCES = 50
"""Dates of one event: each of its messages and pages holds all of them."""
LONGEST_OFFER = 168
"""Hours that places can be held for a waiting party: a week."""


class Kind(StrEnum):
    """What people come to."""

    CULTURAL_EXCHANGE = "cultural_exchange"
    GROUP_CONSULTATION = "group_consultation"
    COMMUNITY_EVENT = "community_event"
    TRAINING = "training"
    CONSULTATION = "consultation"


class State(StrEnum):
    """An event's state; an occurrence is `on` where its event is `published`."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Access(StrEnum):
    """What a person can rely on at a venue."""

    STEP_FREE = "step_free"
    ACCESSIBLE_TOILET = "accessible_toilet"
    HEARING_LOOP = "hearing_loop"
    LIFT = "lift"
    PARKING = "parking"
    QUIET_ROOM = "quiet_room"
    CHILDCARE = "childcare"


STATE_NAMES = {State.DRAFT: _("Draft"), State.PUBLISHED: _("Published"), State.CANCELLED: _("Cancelled")}
KIND_NAMES = {
    Kind.CULTURAL_EXCHANGE: _("Cultural exchange"),
    Kind.GROUP_CONSULTATION: _("Group consultation"),
    Kind.COMMUNITY_EVENT: _("Community event"),
    Kind.TRAINING: _("Training"),
    Kind.CONSULTATION: _("Consultation"),
}
ACCESS_NAMES = {
    Access.STEP_FREE: _("No steps"),
    Access.ACCESSIBLE_TOILET: _("Accessible toilet"),
    Access.HEARING_LOOP: _("Hearing loop"),
    Access.LIFT: _("Lift"),
    Access.PARKING: _("Parking"),
    Access.QUIET_ROOM: _("Quiet room"),
    Access.CHILDCARE: _("Childcare"),
}
