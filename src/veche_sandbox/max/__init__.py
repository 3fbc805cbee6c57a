"""The MAX dialect of the training networks: channels, their comments, uploads, long polling and webhooks."""
