"""What the demo city says and hears: written for it, true of no real person."""
