"""What the IT department does with an installation: found it, ask what is wrong with it, copy it, bring it back."""
