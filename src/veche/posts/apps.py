from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "veche.posts"
    label = "posts"
    verbose_name = "Публикации"
