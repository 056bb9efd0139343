"""Whom we may write to."""

from services.notifications.recipients.domain import address_hmac


def test_suppression_recognises_an_address_whatever_its_case_and_only_with_its_key() -> None:
    kept = address_hmac("ona@example.lt", b"key")
    assert kept == address_hmac("Ona@Example.LT", b"key")
    assert kept != address_hmac("ona@example.lt", b"other key")
    assert kept != address_hmac("petras@example.lt", b"key")
    assert "ona" not in kept
    assert len(kept) == 64
