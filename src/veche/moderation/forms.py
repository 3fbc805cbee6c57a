from django import forms

from veche.moderation.enums import Ground, Term


class DeleteForm(forms.Form):
    """`seen`: how many wordings the page showed. A missing ground is refused by the verb, in its own words."""

    ground = forms.ChoiceField(choices=Ground.choices, required=False)
    seen = forms.IntegerField(required=False, min_value=0)


class RestrictForm(forms.Form):
    """What is missing or foreign is refused by the verb, in its own words."""

    ground = forms.ChoiceField(choices=Ground.choices, required=False)
    term = forms.ChoiceField(choices=Term.choices, required=False)
