"""The lowest layer: no domain, no models, no Django; settings come as arguments."""
