"""Volunteers: who helps, what they speak and can do, and which shifts they cover.

Owns: volunteers with their one-use sign-in codes and their calendar of commitments; shifts, opened from what an
organiser planned with an event; and sign-ups.
Publishes: `volunteers.volunteer.sign_in_requested`; `volunteers.sign_up.confirmed` and `.cancelled`;
`volunteers.shift.changed` and `.cancelled`.
Listens to: `events.event.published`, `.changed` and `.cancelled`; `notifications.reply.received` and
`notifications.message.failed`.
"""
