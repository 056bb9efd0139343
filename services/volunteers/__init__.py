"""Volunteers: who helps, what they speak and can do, and which shifts they cover.

Owns: volunteers with their one-use sign-in codes and their calendar of commitments; shifts, opened from what an
organiser planned with an event; and sign-ups. Requests for help to one person, whom we asked, and how it ended; how
volunteers help single persons, and which documents of theirs were seen. What partners were asked for theirs.
Publishes: `volunteers.volunteer.sign_in_requested`; `volunteers.sign_up.confirmed` and `.cancelled`;
`volunteers.shift.changed` and `.cancelled`; `volunteers.request.opened`, `.offered`, `.offer_withdrawn`, `.assigned`,
`.reopened` and `.closed`; `volunteers.coordinator.needed`, `volunteers.partner.asked` and `volunteers.visit.overdue`.
Listens to: `events.event.published`, `.changed` and `.cancelled`; `events.assistance.asked` and
`events.referral.closed`; `events.project.partners_changed`; `events.staff.asked` and `.rights_changed`;
`notifications.reply.received`, `notifications.message.failed` and `.delivered`.
"""
