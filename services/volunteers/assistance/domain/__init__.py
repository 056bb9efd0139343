"""The rules of help to one person: `requests` what is asked, `states` how it goes on, `matching` who fits.

`waves` says when how many are asked, `visits` what keeps people safe, `helping` what volunteers say of their help,
`repeating` on which days a weekly request falls, `correcting` what a correction of one means.
"""
