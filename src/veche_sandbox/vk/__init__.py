"""The VK dialect: methods, upload servers, Bots Long Poll, Callback API."""
