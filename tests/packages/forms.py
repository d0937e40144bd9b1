"""Forms that Django renders, to compare with what askwell reads here: each documented way to ask that forms use."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    NON_BINARY = "non-binary", "Non-binary"
    ANOTHER_WAY = "another-way"


class Severity(models.IntegerChoices):
    MILD = 1, "Mild"
    SEVERE = 2, "Severe"

    __empty__ = "Not known"


TITLES = (("", "Choose a title"), ("mx", "Mx"), ("ms", "Ms"), ("dr", "Dr"))

LANGUAGES = [
    ("Spoken", [("en", "English"), ("cy", "Welsh")]),
    ("Signed", [("bsl", "British Sign Language")]),
]


class TextForm(forms.Form):
    first_name = forms.CharField(max_length=80)
    family_name = forms.CharField(label="Family name (optional)", required=False)
    email = forms.EmailField(label="Email address", help_text="We will send you a code")
    about = forms.CharField(label="Tell us about yourself", widget=forms.Textarea(attrs={"rows": 4}))
    age = forms.IntegerField(label="How old are you?", min_value=0)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    token = forms.CharField(widget=forms.HiddenInput)
    born = forms.DateField(label="Date of birth", widget=forms.DateInput(attrs={"type": "date"}))
    letter = forms.FileField(label="Letter from your doctor", required=False)
    website = forms.URLField(label="", required=False)
    postcode = forms.CharField(label="Postcode", widget=forms.TextInput(attrs={"autocomplete": "postal-code"}))


class ChoiceForm(forms.Form):
    title = forms.ChoiceField(choices=TITLES, label="Title", required=False)
    gender = forms.ChoiceField(choices=Gender.choices, widget=forms.RadioSelect, help_text="As you would say it")
    gender_again = forms.ChoiceField(choices=Gender, widget=forms.RadioSelect())
    needs = forms.MultipleChoiceField(
        label="What do you need?",
        choices=[("ramp", "A ramp"), ("loop", "A hearing loop")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    many = forms.MultipleChoiceField(label="Which of these?", choices=[("a", "This"), ("b", "That")])
    severity = forms.TypedChoiceField(label="How bad is it?", choices=Severity.choices, coerce=int, widget=forms.RadioSelect)
    language = forms.ChoiceField(label="Language", choices=LANGUAGES)
    by_widget = forms.CharField(label="Where?", widget=forms.Select(choices=[("n", "North"), ("s", "South")]))
    by_map = forms.ChoiceField(label="Who?", choices={"me": "Me", "other": "Somebody else"}, widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")


class LateForm(forms.Form):
    title = forms.CharField(label="Title")
    news = forms.BooleanField(label="Send me news", required=False)
    reason = forms.ChoiceField(label="Reason", choices=[("x", "Not this")])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].label = "Your title (optional)"
        self.fields["title"].required = False
        self.fields["reason"] = forms.ChoiceField(
            label=self.reason_label(),
            choices=[(reason, reason.title()) for reason in ()] + [("pain", "Pain"), ("other", "Another reason")],
            widget=forms.RadioSelect,
        )
        self.add_details()

    def reason_label(self):
        return "Why are you here?"

    def add_details(self):
        self.fields["details"] = forms.CharField(label="Give details", required=False)


class Person(models.Model):
    SEXES = (("f", "Female"), ("m", "Male"))

    title = models.CharField(max_length=10, choices=TITLES[1:], blank=True)
    sex = models.CharField("Sex at birth", max_length=1, choices=SEXES)
    first_name = models.CharField(max_length=80, help_text="As on your passport")
    notes = models.TextField(blank=True)
    carer = models.BooleanField("Are you a carer?", default=False)
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "people"


class PersonForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["sex", "first_name", "notes", "carer"]
        labels = {"notes": "Anything else (optional)"}
        widgets = {"sex": forms.RadioSelect}


SHOWN = [TextForm, ChoiceForm, LateForm, PersonForm]
