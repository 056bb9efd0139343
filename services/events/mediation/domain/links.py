"""Links of a referral, of which only digests are kept."""

from uuid import UUID

from shared.links import Derived


class Links(Derived):
    """Makes the two links: the person's (and whoever asked for them), and the provider's."""

    def token(self, referral_id: UUID) -> str:
        """What the person's link ends in."""
        return self.made("referral", referral_id)

    def answer_token(self, referral_id: UUID) -> str:
        """What the provider's link ends in."""
        return self.made("referral answer", referral_id)

    def address(self, referral_id: UUID) -> str:
        """The page where the person sees what became of it, withdraws it, and says how it went."""
        return f"{self.public_url}/directory/referrals/{self.token(referral_id)}"

    def answer_address(self, referral_id: UUID) -> str:
        """The page where the provider says yes or no."""
        return f"{self.public_url}/directory/answers/{self.answer_token(referral_id)}"
