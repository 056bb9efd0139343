"""Links of a referral: derived from its id and a secret, so that only their digests are kept (decision 0008)."""

import base64
import hmac
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Links:
    """Makes the two links: the person's (and whoever asked for them), and the provider's."""

    secret_key: str
    public_url: str

    def _made(self, use: bytes, referral_id: UUID) -> str:
        """16 url-safe characters (96 bits) that nobody can guess without the key."""
        mac = hmac.digest(self.secret_key.encode(), use + referral_id.bytes, "sha256")
        return base64.urlsafe_b64encode(mac[:12]).decode()

    def token(self, referral_id: UUID) -> str:
        """What the person's link ends in."""
        return self._made(b"referral", referral_id)

    def answer_token(self, referral_id: UUID) -> str:
        """What the provider's link ends in."""
        return self._made(b"referral answer", referral_id)

    def address(self, referral_id: UUID) -> str:
        """The page where the person sees what became of it, withdraws it, and says how it went."""
        return f"{self.public_url}/directory/referrals/{self.token(referral_id)}"

    def answer_address(self, referral_id: UUID) -> str:
        """The page where the provider says yes or no."""
        return f"{self.public_url}/directory/answers/{self.answer_token(referral_id)}"
