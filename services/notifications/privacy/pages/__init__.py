"""The pages of a case: `asking` for it, for oneself or a caller; and one's `own`, once the address is proved."""
