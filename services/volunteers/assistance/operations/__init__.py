"""What is written about help to one person.

`asking` takes requests in, `waves` asks volunteers by the clock, `claims` takes their answers, `choosing` lets a
coordinator ask somebody, `closing` ends requests, `visits` follows the helper, `helping` keeps what volunteers say,
`repeating` makes single requests of a weekly one, `referrals` and `following` tie requests to a mediation,
`correcting` lets a coordinator correct one, `seeking` begins a search anew,
`overseeing` notes who looks, `reaching` what did not arrive; `telling` is what all of them say to the others.
`samples` loads what there is to try.

Locks: what was heard of a referral, then the request's row (of two legs, the way there), then persons by number.
Whoever is not the first of two waits there and sees what the first has made of it.
"""
