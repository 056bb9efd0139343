"""Whoever drives both ways of a ride waits in between: there is no way home from the first, none out to the second."""

from datetime import datetime

Time = tuple[datetime, datetime]


def beside_other(own: Time, other: Time, *, is_back: bool) -> Time:
    """What is left of one way's time, with driving, beside that of the other, which the same helper has promised.

    The two touch where they overlapped, so that the helper is free at no moment in between. `is_back`: the own one is
    the way back. If nothing would be left it stays as it is.
    """
    begins, ends = own
    left = (max(begins, other[1]), ends) if is_back else (begins, min(ends, other[0]))
    return left if left[0] < left[1] else own
