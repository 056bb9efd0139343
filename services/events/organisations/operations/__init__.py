"""Changes of organisations, of who works for them, and of their projects."""

from services.events.organisations.operations.alerting import alert_staff, ask_staff
from services.events.organisations.operations.noting import Decision, note, note_decision, note_heard
from services.events.organisations.operations.projects import (
    PARTNER_LEFT,
    PARTNERS,
    add_partner,
    found_organisation,
    open_project,
    remove_partner,
    tell_partners,
)
from services.events.organisations.operations.samples import sample_day
from services.events.organisations.operations.signing_in import (
    redeem_sign_in,
    request_sign_in,
    sign_in_by_provider,
    sign_in_link,
)
from services.events.organisations.operations.staff import (
    add_staff,
    change_role,
    hire,
    read_staff,
    remove_staff,
    set_duty_phone,
)
from services.events.organisations.operations.waiting import WAITS, WAITS_NO_MORE, await_staff, tell_staff, wait_no_more

__all__ = [
    "PARTNERS",
    "PARTNER_LEFT",
    "WAITS",
    "WAITS_NO_MORE",
    "Decision",
    "add_partner",
    "add_staff",
    "alert_staff",
    "ask_staff",
    "await_staff",
    "change_role",
    "found_organisation",
    "hire",
    "note",
    "note_decision",
    "note_heard",
    "open_project",
    "read_staff",
    "redeem_sign_in",
    "remove_partner",
    "remove_staff",
    "request_sign_in",
    "sample_day",
    "set_duty_phone",
    "sign_in_by_provider",
    "sign_in_link",
    "tell_partners",
    "tell_staff",
    "wait_no_more",
]
