"""`veche check-text`: check texts and report to a terminal, a program or a printer."""
