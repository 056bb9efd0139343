"""What is written about volunteers: `profile` who they are, `signing_in` their codes, `calendar` what they promised."""
