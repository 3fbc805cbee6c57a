"""`veche check-text`: the judge of texts for a terminal, a program or a printer."""
