"""Commands for the IT department: set up, diagnose, back up, restore."""
