"""Words that people use for the same thing; a search for one finds the others."""

SYNONYMS = (
    ("pavėžėjimas", "pavėžėti", "nuvežti", "vežti", "taksi", "taxi", "transportas", "transport", "drive", "ride"),
    ("підвезення", "підвезти", "возити", "таксі", "نقل", "pavėžėjimas", "transport"),
    ("подвоз", "подвезти", "отвезти", "возить", "такси", "транспорт", "pavėžėjimas", "transport"),
    ("palydėjimas", "palydėti", "lydėti", "accompaniment", "escort", "супровід", "сопровождение", "مرافقة"),
    ("informavimas", "informacija", "information", "informing", "інформування", "информирование", "معلومات"),
    ("konsultavimas", "patarimai", "consultation", "advice", "консультування", "консультирование", "استشارة"),
    ("tarpininkavimas", "mediation", "посередництво", "посредничество", "وساطة"),
    (
        "senjorai",
        "seneliai",
        "senoliai",
        "pensininkai",
        "pagyvenę",
        "seniors",
        "elderly",
        "літні",
        "пожилые",
        "пенсионеры",
    ),
    ("negalia", "neįgalieji", "neįgalus", "disability", "disabled", "інвалідність", "инвалидность", "إعاقة"),
    ("pabėgėliai", "naujakuriai", "refugees", "newcomers", "біженці", "беженцы", "لاجئون"),
    ("namuose", "namie", "namai", "home", "вдома", "дому", "منزل"),
    ("ekranas", "stendas", "kioskas", "screen", "kiosk", "екран", "экран", "شاشة"),
    ("gydytojas", "daktaras", "medikas", "doctor", "лікар", "врач", "طبيب"),
    ("pagalba", "parama", "help", "support", "допомога", "помощь", "مساعدة"),
)
