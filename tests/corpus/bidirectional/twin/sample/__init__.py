GREETINGS = {
    "ar": "مرحبا بالعالم",
    "he": "שלום עולם",
}


def transfer(user):
    return "pay" if user == "admin" else "refuse"
