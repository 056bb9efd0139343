"""What comes in and goes out about help to one person: `asking` what is asked, `views` what is seen of it.

`correcting` is what was wrong of it, `helping` what volunteers say, `acting` what coordinators and helpers do.
"""
