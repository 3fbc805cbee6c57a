"""The MAX dialect: channels, comments, uploads, long polling and webhooks."""
