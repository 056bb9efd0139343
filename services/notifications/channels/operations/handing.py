"""Handing over: tries are written down before the gateway is called, their outcomes after it, many at a time."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.notifications.channels.domain.delivery import next_attempt
from services.notifications.channels.domain.gateway import Accepted, Outcome, Refused, Retry, Uncertain
from services.notifications.messages.domain.claimed import Claimed
from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.domain.states import State
from services.notifications.messages.domain.timing import REPEATED
from services.notifications.messages.operations.fate import Fate, repeat, settle
from services.notifications.messages.operations.sending import LEASE, claim
from services.notifications.recipients.domain import Channel

OUTCOMES = {Accepted: "accepted", Refused: "refused", Retry: "retry", Uncertain: "uncertain"}

_BEGIN = text(
    "INSERT INTO attempts (message_id, n, provider, started_at) SELECT id, n, provider, :now FROM "
    "unnest(CAST(:ids AS uuid[]), CAST(:attempts AS integer[]), CAST(:providers AS text[])) AS try (id, n, provider)"
)
_END = text(
    "UPDATE attempts SET ended_at = told.at, outcome = told.outcome, provider_ref = told.ref, code = told.code, "
    "detail = told.detail FROM unnest(CAST(:ids AS uuid[]), CAST(:attempts AS integer[]), CAST(:ats AS timestamptz[]), "
    "CAST(:outcomes AS text[]), CAST(:refs AS text[]), CAST(:codes AS text[]), CAST(:details AS text[])) "
    "AS told (id, n, at, outcome, ref, code, detail) WHERE attempts.message_id = told.id AND attempts.n = told.n"
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a gateway answered to one try, and when (UTC)."""

    message: Claimed
    outcome: Outcome
    at: datetime


def take(
    session: Session, terms: Terms, owner: UUID, room: int, providers: Mapping[Channel, str], now: datetime
) -> list[Claimed]:
    """Claim what is due and write down the tries.

    To be committed before any of it is handed over: a try without an outcome is what a dying process may have sent.
    """
    claimed = claim(session, terms, owner, room, now)
    if claimed:
        tries = {
            "ids": [message.id for message in claimed],
            "attempts": [message.attempt for message in claimed],
            "providers": [providers[message.channel] for message in claimed],
            "now": now,
        }
        session.execute(_BEGIN, tries)
    return claimed


def record(session: Session, terms: Terms, results: Sequence[Result]) -> None:
    """Write down the outcomes and what follows: done, failed, another try, doubt, or an urgent message once more."""
    _end_attempts(session, results)
    fates = [_fate(result) for result in results]
    doubts = [
        (result, fate)
        for result, fate in zip(results, fates, strict=True)
        if fate.state is State.UNCERTAIN and result.message.purpose in REPEATED
    ]
    repeated = {result.message.id for result, _ in doubts if _repeat(session, terms, result)}
    settle(session, [fate for fate in fates if fate.message_id not in repeated])


def _repeat(session: Session, terms: Terms, result: Result) -> bool:
    """Give a receipt the time of the ladder's first wait to end the doubt, then send once more."""
    at = next_attempt(1, result.at, result.message.useful_until, chance=random.random())  # noqa: S311 - spreads load
    return at is not None and repeat(session, terms, result.message.id, at)


def _end_attempts(session: Session, results: Iterable[Result]) -> None:
    told = list(results)
    session.execute(
        _END,
        {
            "ids": [result.message.id for result in told],
            "attempts": [result.message.attempt for result in told],
            "ats": [result.at for result in told],
            "outcomes": [OUTCOMES[type(result.outcome)] for result in told],
            "refs": [getattr(result.outcome, "ref", None) for result in told],
            "codes": [getattr(result.outcome, "code", None) for result in told],
            "details": [getattr(result.outcome, "detail", None) for result in told],
        },
    )


def _fate(result: Result) -> Fate:
    message, outcome, at = result.message, result.outcome, result.at
    if isinstance(outcome, Accepted):
        return _so(message, State.DELIVERED if outcome.delivered else State.ACCEPTED, handed_over_at=at)
    if isinstance(outcome, Refused):
        return _so(message, State.FAILED, reason=outcome.code)
    if isinstance(outcome, Uncertain):
        return _so(message, State.UNCERTAIN, reason="no_answer")
    chance = random.random()  # noqa: S311 - spreads the load of many retries
    begun = message.lease_until - LEASE  # long ago for what was looked up after a process had died
    again = next_attempt(message.attempt, begun, message.useful_until, chance=chance, after=outcome.after)
    if again is None:
        return _so(message, State.FAILED, reason="gave_up")
    return _so(message, State.QUEUED, next_attempt_at=again)


def _so(
    message: Claimed,
    state: State,
    *,
    reason: str | None = None,
    next_attempt_at: datetime | None = None,
    handed_over_at: datetime | None = None,
) -> Fate:
    return Fate(
        message_id=message.id,
        attempt=message.attempt,
        state=state,
        reason=reason,
        next_attempt_at=next_attempt_at,
        handed_over_at=handed_over_at,
    )
