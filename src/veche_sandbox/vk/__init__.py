"""The VK dialect of the training networks: methods, upload server, Bots Long Poll, Callback API."""
