"""Changes of referrals. Each takes the referral's row first, so that two answers at once are one after the other."""

from services.events.mediation.operations.answering import (
    accept,
    answer_by_staff,
    expire,
    expire_unconfirmed,
    refuse,
    remind,
)
from services.events.mediation.operations.asking import EVERYTHING, Need, Order, Reach, ask, ask_by_person, confirm
from services.events.mediation.operations.changing import call_off, change_by_staff, move
from services.events.mediation.operations.ending import (
    follow_up,
    learn,
    learn_by_reply,
    learn_by_staff,
    mark_called,
    mark_unreached,
    wipe,
    withdraw,
    withdraw_by_staff,
)
from services.events.mediation.operations.helping import Way, ask_for_help, ask_for_help_by_staff, follow_help
from services.events.mediation.operations.looking import read_referral, read_referrals
from services.events.mediation.operations.samples import load_requests

__all__ = [
    "EVERYTHING",
    "Need",
    "Order",
    "Reach",
    "Way",
    "accept",
    "answer_by_staff",
    "ask",
    "ask_by_person",
    "ask_for_help",
    "ask_for_help_by_staff",
    "call_off",
    "change_by_staff",
    "confirm",
    "expire",
    "expire_unconfirmed",
    "follow_help",
    "follow_up",
    "learn",
    "learn_by_reply",
    "learn_by_staff",
    "load_requests",
    "mark_called",
    "mark_unreached",
    "move",
    "read_referral",
    "read_referrals",
    "refuse",
    "remind",
    "wipe",
    "withdraw",
    "withdraw_by_staff",
]
