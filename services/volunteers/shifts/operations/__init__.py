"""What is written about shifts: `opening` follows the events, `signing_up` takes and gives back places.

`reaching` follows a volunteer to a new address, `overseeing` notes what coordinators look at.
"""
