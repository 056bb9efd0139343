"""Writes: `handing` messages over to gateways and what came of it, and `receipts` that gateways send later."""
