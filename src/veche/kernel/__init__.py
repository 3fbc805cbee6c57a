"""Floor 0: what the whole house stands on. No domain words, no models; settings come as arguments."""
